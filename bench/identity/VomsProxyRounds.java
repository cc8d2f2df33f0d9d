import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.KeyReserve;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;
import org.lakeside.auth.x509.proxy.VomsProxies;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.voms.VomsClient;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.auth.x509.voms.Vomses;

/// Makes a VOMS proxy, from reading the certificate to the file, each time a line comes on its input; answers with the
/// seconds that it took. `fresh` makes the key each time, `ready` has one kept ready.
///
///     VomsProxyRounds fresh|ready CERTIFICATE KEY CA-DIRECTORY VOMSES VO FILE
final class VomsProxyRounds {
    public static void main(String[] words) throws InterruptedException {
        boolean ready = words[0].equals("ready");
        Path file = Path.of(words[6]);
        var clock = Clock.systemUTC();
        var voms = new VomsClient(ServerTrust.of(GridTrust.in(Path.of(words[3]))), Vomses.in(Path.of(words[4])));
        try (var keys = ready ? KeyReserve.keeping(1, Duration.ofHours(1), clock) : KeyReserve.none();
                var lines = new Scanner(System.in)) {
            var proxies = new VomsProxies(voms, new ProxyMaker(clock), keys);
            while (lines.hasNextLine()) {
                lines.nextLine();
                while (ready && keys.ready() == 0) Thread.sleep(5);
                long began = System.nanoTime();
                var person = CredentialReader.read(Path.of(words[1]), Path.of(words[2]), Passphrase.none());
                var proxy = proxies.make(person, List.of(VomsRequest.of(words[5])), ProxyOptions.usual());
                ProxyFile.write(proxy, file);
                System.out.println((System.nanoTime() - began) / 1e9);
            }
        }
    }
}
