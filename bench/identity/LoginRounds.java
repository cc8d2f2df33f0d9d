import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Scanner;
import okhttp3.OkHttpClient;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.rucio.client.ClientCertificate;
import org.lakeside.rucio.client.RucioClient;

/// Logs in to Rucio with a grid proxy, from its file to the token, each time a line comes on its input; answers with the
/// seconds that it took. As the service does: a connection of its own for each login, because it belongs to who opened it.
///
///     LoginRounds RUCIO CA-DIRECTORY PROXY
final class LoginRounds {
    public static void main(String[] words) {
        var trust = ServerTrust.of(GridTrust.in(Path.of(words[1])));
        var http = TlsIdentity.nobody(trust).apply(new OkHttpClient.Builder()).build();
        var rucio = RucioClient.builder(URI.create(words[0]))
                .httpClient(http)
                .clock(Clock.systemUTC())
                .build();
        try (var lines = new Scanner(System.in)) {
            while (lines.hasNextLine()) {
                lines.nextLine();
                long began = System.nanoTime();
                var proxy = ProxyFile.read(Path.of(words[2]));
                var identity = TlsIdentity.of(trust, proxy.credential());
                rucio.login(
                        new ClientCertificate(
                                ClientCertificate.Kind.PROXY,
                                proxy.identity().slashed(),
                                identity.socketFactory(),
                                identity.trustManager()),
                        Optional.empty());
                System.out.println((System.nanoTime() - began) / 1e9);
            }
        }
    }
}
