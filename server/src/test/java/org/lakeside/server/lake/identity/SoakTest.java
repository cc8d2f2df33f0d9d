package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.OidcLogin;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.SettableClock;
import org.lakeside.server.hub.PlayedHub;
import org.lakeside.server.idp.RefreshedToken;
import org.lakeside.server.idp.RotatingProvider;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Two days of work with credentials of an hour, one login of each kind, all issuers away for a third of the time,
/// refusing or saying nothing: whatever a person does meanwhile, it never fails for want of a credential, and never
/// waits.
class SoakTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration LIFE = Duration.ofHours(1);
    /// Between two looks. The service looks more often; then this would last longer.
    private static final Duration TICK = Duration.ofSeconds(15);

    private static final int RENEWALS = 50;
    private static final List<String> KINDS =
            List.of("password", "certificate", "proxy", "token", "refresh", "hub", "browser");
    private static final Set<String> BY_PROXY = Set.of("certificate", "proxy");
    private static final Storage GRID = new Storage("SITE-A", URI.create("https://a.test/f"));
    private static final Storage TOKENS =
            new Storage("SITE-T", URI.create("https://t.test/f"), Map.of("oidc_support", "true"));

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(START);
    private final Outages outages = new Outages(clock);
    private final Map<String, Integer> given = new ConcurrentHashMap<>();
    /// What storages were shown last, and how often that was another than before while a download was under way.
    private final Map<String, Object> shown = new HashMap<>();
    private final Map<String, Integer> crossed = new HashMap<>();

    private final RotatingProvider provider = new RotatingProvider(clock, LIFE, () -> !outages.answers());
    private final PlayedHub hub = new PlayedHub(() -> fromElsewhere().token().value(), outages::answers);
    private final Map<String, LongDownloads> downloads = new HashMap<>();
    private Identities identities;
    /// What somebody else's cron job, or the hub, has got.
    private volatile FromElsewhere fromElsewhere;

    private record FromElsewhere(GridProxy proxy, BearerToken token) {}

    @BeforeEach
    void logInInAllWays() throws InterruptedException {
        var all = KINDS.stream()
                .map(kind -> new Instance(
                        kind, kind, URI.create("https://" + kind + ".test"), Optional.empty(), Optional.empty()))
                .toList();
        var nothing = Nothing.tools(clock);
        var tools = new Tools(
                new Workshop(),
                nothing.discovery(),
                () -> ServerTrust.of(TlsTrust.system()),
                Optional::empty,
                with -> new RefreshedToken(with, provider::client, clock),
                new KernelFiles(directory.resolve("files"), "certificate"));
        identities = new Identities(new Instances(all, "certificate"), new Desk(), new InMemoryTokens(), tools, clock);
        for (var some : List.of(List.of("certificate", "proxy", "token"), List.of("refresh", "hub", "browser"))) {
            var theirs = new LongDownloads(
                    directory.resolve(some.getFirst()),
                    identities,
                    kind -> BY_PROXY.contains(kind) ? "root://a" : "https://t",
                    clock);
            some.forEach(kind -> downloads.put(kind, theirs));
        }
        clock.advance(Duration.ofMinutes(11)); // the issuers are there
        fromElsewhere = new FromElsewhere(Person.proxy(clock, LIFE), Person.token(clock.instant(), LIFE));
        identities.logIn("password", new UserPassword("jane", "correct horse"), Optional.empty());
        identities.logIn(
                "certificate", Person.key(), Passphrase.none(), new ProxyWish(List.of(), LIFE), Optional.empty());
        identities.logIn(
                "proxy", ProxyPlace.given("x509up_u1", () -> fromElsewhere().proxy()), Optional.empty());
        identities.logIn("token", new Elsewhere(), Optional.empty());
        identities.logIn("refresh", provider.refreshable(), Optional.empty());
        identities.logIn("hub", hub.place(), Optional.empty());
        identities.logInWithCode("browser", "code", Optional.empty());
        for (var each : downloads.entrySet()) each.getValue().begin(each.getKey());
    }

    @AfterEach
    void end() {
        downloads.values().forEach(LongDownloads::close);
        identities.close();
        provider.close();
        hub.close();
    }

    @Test
    void fiftyRenewalsOfEachKindPassUnnoticedWithTheIssuersAwayForAThirdOfTheTime() throws Exception {
        int failed = 0;
        Duration awayFor = Duration.ZERO;
        List<CompletableFuture<Void>> rounds = new ArrayList<>();
        for (int tick = 0; !isEnough(); tick++) {
            assertThat(tick).as("ticks; so far %s, %s", given, crossed).isLessThan(20_000);
            clock.advance(TICK);
            outages.timeHasPassed();
            elsewhere();
            rounds.addAll(identities.beginRounds());
            if (outages.isSilence()) {
                await().pollInterval(Duration.ofMillis(1)).until(() -> outages.waiting() >= goOn(rounds));
            } else {
                rounds.forEach(CompletableFuture::join);
                rounds.clear();
            }
            failed += actionsThatFail();
            if (outages.isNow()) awayFor = awayFor.plus(TICK);
        }

        assertThat(failed).isZero();
        assertThat(downloads.values())
                .allSatisfy(one -> assertThat(one.failed()).isZero());
        assertThat(outages.hung()).isGreaterThan(10 * KINDS.size());
        assertThat(outages.waitedTooLong()).isZero();
        assertThat(crossed)
                .hasSize(KINDS.size() - 1)
                .allSatisfy((_, times) -> assertThat(times).isGreaterThan(RENEWALS / 2));
        assertThat(awayFor.toMinutes()
                        / (double) Duration.between(START, clock.instant()).toMinutes())
                .isBetween(0.3, 0.37);
        assertThat(ProxyFile.read(directory.resolve("files/x509_proxy")).expires())
                .isAfter(clock.instant());
        assertThat(BearerToken.parse(Files.readString(directory.resolve("files/bearer_token.token"))))
                .hasValueSatisfying(token -> assertThat(token.expires()).isAfter(clock.instant()));
        try (var files = Files.list(directory.resolve("files"))) {
            assertThat(files)
                    .hasSize(8)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    private static long goOn(List<CompletableFuture<Void>> rounds) {
        return rounds.stream().filter(one -> !one.isDone()).count();
    }

    /// What people do all day: a call to Rucio, a piece of a download. When storages are shown another credential than
    /// before, the download that was begun with the old one comes to its end, and the next begins.
    private int actionsThatFail() throws InterruptedException {
        int failed = 0;
        for (var kind : KINDS) {
            try {
                if (!identities.tokens(kind).token().expires().isAfter(clock.instant())) failed++;
                var download = downloads.get(kind);
                if (download == null) continue; // by password
                var now = shown(kind);
                var before = shown.put(kind, now);
                if (before == null || now.equals(before)) continue;
                download.end(kind);
                download.begin(kind);
                crossed.merge(kind, 1, Integer::sum);
            } catch (LakeException e) {
                failed++;
            }
        }
        return failed;
    }

    private Object shown(String kind) {
        var storage = BY_PROXY.contains(kind) ? GRID : TOKENS;
        return switch (identities.credentialFor(kind, storage, Duration.ofMinutes(1))) {
            case StorageCredential.Proxy(var proxy, var _) -> proxy.credential().certificate();
            case StorageCredential.Token(var token) -> token.value();
            case StorageCredential.Nothing nothing -> throw new AssertionError(kind + " shows " + nothing);
        };
    }

    private boolean isEnough() {
        return given.values().stream().filter(n -> n > RENEWALS).count() == KINDS.size() + 1;
    }

    private void count(String kind) {
        given.merge(kind, 1, Integer::sum);
    }

    /// Half an hour before the end, if the issuer is there.
    private void elsewhere() {
        if (outages.isNow()
                || fromElsewhere.token().expires().isAfter(clock.instant().plus(LIFE.dividedBy(2)))) return;
        fromElsewhere = new FromElsewhere(Person.proxy(clock, LIFE), Person.token(clock.instant(), LIFE));
    }

    private FromElsewhere fromElsewhere() {
        return fromElsewhere;
    }

    private final class Workshop implements ProxyWorkshop {
        @Override
        public GridProxy make(Credential person, ProxyWish wish) {
            if (!outages.answers()) throw new X509Exception(X509Exception.Kind.UNREACHABLE, "VOMS is away.");
            count("proxies");
            return Person.proxy(clock, wish.life());
        }
    }

    private final class Elsewhere implements TokenPlace {
        @Override
        public BearerToken read() {
            return fromElsewhere.token();
        }

        @Override
        public String name() {
            return "a file";
        }
    }

    private final class Desk implements LoginDesk {
        @Override
        public RucioToken login(Instance instance, Proof proof, Optional<String> account) {
            return fresh(
                    instance,
                    proof instanceof Proof.Token(var token)
                            ? token.expires()
                            : clock.instant().plus(LIFE));
        }

        @Override
        public String account(Instance instance, TokenSource tokens) {
            return tokens.token().account();
        }

        @Override
        public String version(Instance instance) {
            return "41.5.1";
        }

        @Override
        public Optional<Duration> clockAhead(Instance instance) {
            return Optional.empty();
        }

        @Override
        public OidcLogin begin(Instance instance, boolean polling, Optional<String> account) {
            return new OidcLogin(instance.url(), polling);
        }

        @Override
        public Optional<RucioToken> fetch(Instance instance, OidcLogin login, Optional<String> account) {
            return Optional.of(fresh(instance, clock.instant().plus(LIFE)));
        }

        @Override
        public RucioToken fetch(Instance instance, String code, Optional<String> account) {
            return fresh(instance, clock.instant().plus(LIFE));
        }

        @Override
        public Optional<RucioToken> refresh(Instance instance, RucioToken token) {
            return Optional.of(fresh(instance, clock.instant().plus(LIFE)));
        }

        private RucioToken fresh(Instance instance, Instant expires) {
            if (!outages.answers()) throw new LakeException(new Problem(Kind.RUCIO_UNAVAILABLE, "away", "wait"));
            count(instance.name());
            var text = Person.tokenText(clock.instant(), Duration.between(clock.instant(), expires));
            return new RucioToken(text, "jdoe", "jane", expires);
        }
    }
}
