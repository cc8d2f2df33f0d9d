package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.credential.PemFile;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.credential.UserNumber;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What lies there is found in the order of its worth, and what is wrong with it is said.
class DiscoveryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instance LAKE =
            new Instance("lake", "Little lake", URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.empty());

    private static final Executor DAEMONS = task -> Thread.ofPlatform().daemon().start(task);

    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock(NOW);
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void whereNothingLiesNothingIsFound() {
        assertThat(look(Optional.empty())).isEmpty();
    }

    @Test
    void theHubComesFirstThenTokenThenProxy() {
        environment.put("BEARER_TOKEN", Person.tokenText(NOW, Duration.ofHours(1)));
        environment.put("X509_USER_PROXY", proxyFile(Duration.ofHours(2)).toString());

        assertThat(look(Optional.of(new Hub())))
                .extracting(Found::kind)
                .containsExactly(Found.Kind.HUB, Found.Kind.TOKEN, Found.Kind.PROXY);
    }

    @Test
    void aHubThatIsDownIsSaidSoAndHidesNothing() {
        environment.put("BEARER_TOKEN", Person.tokenText(NOW, Duration.ofHours(1)));
        var hub = new Hub();
        hub.down = true;

        var found = look(Optional.of(hub));

        assertThat(found.getFirst().problem()).map(Problem::kind).contains(Kind.ISSUER_UNAVAILABLE);
        assertThat(found.getLast().problem()).isEmpty();
    }

    @Test
    void aTokenIsFoundByItsFileAndRefusedWhenOthersCanReadIt() throws IOException {
        var file = home.resolve("token");
        SecretFile.write(file, Person.tokenText(NOW, Duration.ofHours(1)).getBytes(StandardCharsets.US_ASCII));
        environment.put("BEARER_TOKEN_FILE", file.toString());
        assertThat(look(Optional.empty()).getFirst().identity()).contains("SUB=jane, ISS=https://idp.test");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(look(Optional.empty()).getFirst().problem())
                .map(Problem::remedy)
                .contains("Close it with: chmod 600 " + file);
    }

    @Test
    void pipesWhereTokensAndProxiesUsuallyLieAreSaidToBeNoFilesAndNotWaitedFor() throws Exception {
        var token = pipe("bt_u" + UserNumber.own());
        var proxy = pipe("x509up_u" + UserNumber.own());

        var found = CompletableFuture.supplyAsync(() -> problems(look(Optional.empty())), DAEMONS);
        var lyingAbout =
                CompletableFuture.supplyAsync(() -> discovery(Optional.empty()).proxyLyingAbout(), DAEMONS);

        assertThat(found)
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(List.of(
                        "The token file %s cannot be read.".formatted(token),
                        "%s is no file. Look what is there.".formatted(proxy)));
        assertThat(lyingAbout).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(Optional.empty());
    }

    private static List<String> problems(List<Found> found) {
        return found.stream()
                .flatMap(one -> one.problem().map(Problem::detail).stream())
                .toList();
    }

    private Path pipe(String name) throws IOException, InterruptedException {
        var pipe = home.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        return pipe;
    }

    @Test
    void aTokenIsLookedForByTheDiscoveryOfWlcg() throws IOException {
        var runtime = Files.createDirectory(home.resolve("run"));
        environment.put("XDG_RUNTIME_DIR", runtime.toString());
        var inTmp = secret(home.resolve("bt_u" + UserNumber.own()), tokenText());
        assertThat(places()).containsExactly(inTmp.toString());

        var inRuntime = secret(runtime.resolve("bt_u" + UserNumber.own()), tokenText());
        assertThat(places()).containsExactly(inRuntime.toString());

        var told = secret(home.resolve("told"), tokenText());
        environment.put("BEARER_TOKEN_FILE", told.toString());
        assertThat(places()).containsExactly(told.toString());

        environment.put("BEARER_TOKEN", tokenText());
        assertThat(places()).containsExactly("BEARER_TOKEN");
    }

    @Test
    void aProxyIsLookedForWhereItIsSaidToBeElseInTmpUnderTheUsersNumber() {
        var usual = home.resolve("x509up_u" + UserNumber.own());
        ProxyFile.write(Person.proxy(clock, Duration.ofHours(2)), usual);
        assertThat(places()).containsExactly(usual.toString());

        environment.put("X509_USER_PROXY", proxyFile(Duration.ofHours(2)).toString());

        assertThat(places()).containsExactly(home.resolve("x509up").toString());
    }

    @Test
    void aCertificateIsLookedForWhereItIsSaidToBeElseInGlobus() throws IOException {
        var globus = Files.createDirectory(home.resolve(".globus"));
        var second = secret(globus.resolve("usercert.p12"), "not looked into yet");
        assertThat(places()).containsExactly(second.toString());

        var first = secret(globus.resolve("usercred.p12"), "not looked into yet");
        assertThat(places()).containsExactly(first.toString());

        var pem = secret(globus.resolve("usercert.pem"), person());
        assertThat(places()).containsExactly(first.toString()); // without its key it is none

        secret(globus.resolve("userkey.pem"), person());
        assertThat(places()).containsExactly(pem.toString());

        environment.put(
                "X509_USER_CERT", secret(home.resolve("cert.pem"), person()).toString());
        environment.put(
                "X509_USER_KEY", secret(home.resolve("key.pem"), person()).toString());
        assertThat(places()).containsExactly(home.resolve("cert.pem").toString());
        assertThat(look(Optional.empty()).getFirst().identity()).contains("/CN=Jane Doe");
    }

    @Test
    void whatIsWorthMoreComesFirst() throws IOException {
        secret(home.resolve("bt_u" + UserNumber.own()), tokenText());
        ProxyFile.write(Person.proxy(clock, Duration.ofHours(2)), home.resolve("x509up_u" + UserNumber.own()));
        var globus = Files.createDirectory(home.resolve(".globus"));
        secret(globus.resolve("usercert.pem"), person());
        secret(globus.resolve("userkey.pem"), person());

        assertThat(look(Optional.of(new Hub())))
                .extracting(Found::kind)
                .containsExactly(Found.Kind.HUB, Found.Kind.TOKEN, Found.Kind.PROXY, Found.Kind.CERTIFICATE);
    }

    private List<String> places() {
        return look(Optional.empty()).stream().map(Found::from).toList();
    }

    private static String tokenText() {
        return Person.tokenText(NOW, Duration.ofHours(1));
    }

    private static String person() {
        return new String(PemFile.of(Person.credential()), StandardCharsets.US_ASCII);
    }

    private static Path secret(Path file, String content) {
        SecretFile.write(file, content.getBytes(StandardCharsets.US_ASCII));
        return file;
    }

    @Test
    void aProxySaysWhoseItIsAndUntilWhen() {
        environment.put("X509_USER_PROXY", proxyFile(Duration.ofHours(2)).toString());

        var found = look(Optional.empty()).getFirst();

        assertThat(found.identity()).contains("/CN=Jane Doe");
        assertThat(found.until()).contains(NOW.plus(Duration.ofHours(2)));
        assertThat(found.problem()).isEmpty();
    }

    @Test
    void aProxyThatHasEndedIsNoWayIn() {
        environment.put("X509_USER_PROXY", proxyFile(Duration.ofHours(2)).toString());
        clock.advance(Duration.ofHours(3));

        var found = look(Optional.empty()).getFirst();

        assertThat(found.problem())
                .map(Problem::detail)
                .hasValueSatisfying(words -> assertThat(words).contains("has ended at 12:00."));
        assertThat(found.means(Nothing.tools(clock), LAKE, clock)).isEmpty();
    }

    @Test
    void whatIsNoTokenIsSaidToBeNoneWithoutRepeatingIt() {
        environment.put("BEARER_TOKEN", "not-a-token-at-all");

        var problem = look(Optional.empty()).getFirst().problem().orElseThrow();

        assertThat(problem.kind()).isEqualTo(Kind.CREDENTIAL_UNUSABLE);
        assertThat(problem.detail()).contains("BEARER_TOKEN").doesNotContain("not-a-token-at-all");
    }

    private Path proxyFile(Duration life) {
        var file = home.resolve("x509up");
        ProxyFile.write(Person.proxy(clock, life), file);
        return file;
    }

    private List<Found> look(Optional<TokenPlace> hub) {
        return discovery(hub).look(LAKE);
    }

    private Discovery discovery(Optional<TokenPlace> hub) {
        return new Discovery(environment, home, home, hub, Map.of(), Terminals.NONE, clock);
    }

    private static final class Hub implements TokenPlace {
        boolean down;

        @Override
        public BearerToken read() {
            if (down) throw new LakeException(new Problem(Kind.ISSUER_UNAVAILABLE, "The hub is down.", "Wait."));
            return Person.token(NOW, Duration.ofHours(2));
        }

        @Override
        public String name() {
            return "the hub";
        }

        @Override
        public boolean isHub() {
            return true;
        }
    }
}
