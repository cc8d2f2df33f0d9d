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
                .hasValueSatisfying(words -> assertThat(words).contains("has ended at 2026-11-21T12:00:00Z"));
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
