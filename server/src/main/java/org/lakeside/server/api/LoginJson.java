package org.lakeside.server.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.voms.AttributeCertificate;
import org.lakeside.auth.x509.voms.Fqan;
import org.lakeside.server.lake.identity.Login;
import org.lakeside.server.lake.identity.Login.LoggedIn;
import org.lakeside.server.lake.identity.Login.LoggedOut;

/// Who is logged in to an instance.
record LoginJson(
        String state,
        Optional<String> account,
        Optional<String> identity,
        Optional<Instant> expires,
        Optional<String> source,
        Optional<ProxyJson> proxy,
        Optional<Instant> tokenUntil) {

    static LoginJson of(Login login) {
        return switch (login) {
            case LoggedOut _ ->
                new LoginJson(
                        "logged-out",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
            case LoggedIn(var account, var identity, var expires, var source, var proxy, var tokenUntil) ->
                new LoginJson(
                        "logged-in",
                        Optional.of(account),
                        Optional.of(identity),
                        Optional.of(Json.time(expires)),
                        Optional.of(source.word()),
                        proxy.map(ProxyJson::of),
                        tokenUntil.map(Json::time));
        };
    }

    /// What storages of the grid are shown.
    ///
    /// @param until when the proxy ends, or what a VO says in it
    record ProxyJson(String identity, Instant until, List<VoJson> vos) {
        static ProxyJson of(GridProxy proxy) {
            return new ProxyJson(
                    proxy.identity().slashed(),
                    Json.time(proxy.usefulUntil()),
                    proxy.attributes().stream().map(VoJson::of).toList());
        }
    }

    /// @param fqans groups and roles, the primary one first
    record VoJson(String vo, List<String> fqans, Instant until) {
        static VoJson of(AttributeCertificate attributes) {
            return new VoJson(
                    attributes.vo(),
                    attributes.fqans().stream().map(Fqan::toString).toList(),
                    Json.time(attributes.ends()));
        }
    }
}
