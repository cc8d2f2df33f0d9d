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
/// `first` shows a proxy for the first time; `again` one that this process has shown before, whose TLS session the server
/// may remember.
///
///     LoginRounds first|again RUCIO CA-DIRECTORY PROXY
final class LoginRounds {
    public static void main(String[] words) {
        boolean again = words[0].equals("again");
        var file = Path.of(words[3]);
        var trust = ServerTrust.of(GridTrust.in(Path.of(words[2])));
        var http = TlsIdentity.nobody(trust).apply(new OkHttpClient.Builder()).build();
        var rucio = RucioClient.builder(URI.create(words[1]))
                .httpClient(http)
                .clock(Clock.systemUTC())
                .build();
        var known = TlsIdentity.of(trust, ProxyFile.read(file).credential());
        try (var lines = new Scanner(System.in)) {
            while (lines.hasNextLine()) {
                lines.nextLine();
                long began = System.nanoTime();
                var proxy = ProxyFile.read(file);
                var identity = again ? known : TlsIdentity.of(trust, proxy.credential());
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
