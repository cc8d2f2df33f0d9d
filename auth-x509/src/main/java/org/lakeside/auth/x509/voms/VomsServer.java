package org.lakeside.auth.x509.voms;

/// A server that speaks for a VO: one line of `vomses`.
///
/// @param alias what users call it, often the VO's name
/// @param dn of its certificate, as the line has it; not what decides whether it is trusted
public record VomsServer(String alias, String host, int port, String dn, String vo) {
    public VomsServer {
        if (!vo.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) throw new IllegalArgumentException("not a VO: '" + vo + "'");
        if (!host.matches("[A-Za-z0-9][A-Za-z0-9.-]*|\\[?[0-9A-Fa-f:.]+]?"))
            throw new IllegalArgumentException("not a host: '" + host + "'");
        if (port < 1 || port > 65535) throw new IllegalArgumentException("not a port: " + port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
