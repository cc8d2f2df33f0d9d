package org.lakeside.auth.x509.testing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.KeyReserve;
import org.lakeside.auth.x509.proxy.ProxyCheck;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.VomsProxies;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.trust.GridTrust.Strictness;
import org.lakeside.auth.x509.voms.AttributeCheck;
import org.lakeside.auth.x509.voms.VomsClient;
import org.lakeside.auth.x509.voms.VomsDir;
import org.lakeside.auth.x509.voms.Vomses;

/// The test bed's grid, which runs already: real VOMS, real storages, a throw-away authority. Its people
/// are described in `testbed/grid/README.md`.
public final class Grid {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Clock CLOCK = Clock.systemUTC();

    private final GridTrust trust =
            GridTrust.in(Path.of(variable("X509_CERT_DIR")), Strictness.EVERYTHING_SAID, Duration.ZERO, CLOCK);

    /// One of the names of `testbed/gridlake env`.
    public static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty())
            throw new AssertionError(name + " is not set: eval \"$(testbed/gridlake env)\" after testbed/gridlake up");
        return value;
    }

    /// A file of a person of the test bed.
    public static Path file(String person, String name) {
        return Path.of(variable("GRID_USERS"), person, name);
    }

    public static Passphrase passphrase() {
        return Passphrase.of(variable("GRID_PASSPHRASE").toCharArray());
    }

    public static Credential person(String name) {
        return CredentialReader.read(file(name, "usercert.pem"), file(name, "userkey.pem"), passphrase());
    }

    /// `testbed/gridlake WORDS`; gives what it printed.
    public static String lake(Object... words) {
        return tool(words).mustRun();
    }

    public static Tool tool(Object... words) {
        var command = new Object[words.length + 1];
        command[0] = variable("GRID_TOOL");
        System.arraycopy(words, 0, command, 1, words.length);
        return Tool.of(command);
    }

    public GridTrust trust() {
        return trust;
    }

    public ServerTrust serverTrust() {
        return ServerTrust.of(trust);
    }

    public VomsClient voms() {
        return voms(LIMIT, CLOCK);
    }

    public VomsClient voms(Duration limit) {
        return voms(limit, CLOCK);
    }

    public VomsClient voms(Duration limit, Clock clock) {
        var servers = Vomses.in(Path.of(variable("VOMS_USERCONF")));
        return new VomsClient(serverTrust(), servers, new OkHttpClient(), limit, clock);
    }

    public ProxyMaker maker() {
        return new ProxyMaker(CLOCK);
    }

    public VomsProxies proxies() {
        return new VomsProxies(voms(), maker(), KeyReserve.none());
    }

    /// Our judgement, memberships included.
    public ProxyCheck check() {
        return ProxyCheck.of(
                trust, new AttributeCheck(trust, VomsDir.in(Path.of(variable("X509_VOMS_DIR"))), CLOCK), CLOCK);
    }

    public TlsIdentity as(Credential credential) {
        return TlsIdentity.of(serverTrust(), credential);
    }

    /// A client whose connections are nobody else's.
    public static OkHttpClient client(TlsIdentity identity) {
        return identity.apply(new OkHttpClient.Builder()).callTimeout(LIMIT).build();
    }
}
