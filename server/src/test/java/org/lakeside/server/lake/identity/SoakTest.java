package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.Adler32;
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
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.rucio.client.OidcLogin;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.SettableClock;
import org.lakeside.server.idp.RefreshedToken;
import org.lakeside.server.idp.RotatingProvider;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.transfer.BlockSink;
import org.lakeside.server.lake.transfer.DownloadState;
import org.lakeside.server.lake.transfer.Downloads;
import org.lakeside.server.lake.transfer.Listing;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.Mover;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;
import org.lakeside.server.lake.transfer.Store;
import org.lakeside.server.lake.transfer.StoredFile;

/// Two days of work with credentials of an hour, one login of each kind, all issuers away for ten minutes of each half
/// hour: whatever a person does meanwhile, it never fails for want of a credential.
class SoakTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int RENEWALS = 50;
    private static final List<String> KINDS =
            List.of("password", "certificate", "proxy", "token", "refresh", "browser");
    private static final Storage GRID = new Storage("SITE-A", URI.create("https://a.test/f"));
    private static final Storage TOKENS =
            new Storage("SITE-T", URI.create("https://t.test/f"), Map.of("oidc_support", "true"));

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(START);
    private static final byte[] BYTES = "events of a day".getBytes(StandardCharsets.UTF_8);
    private static final int TICKS_BETWEEN_DOWNLOADS = 400;

    private final Map<String, Integer> given = new TreeMap<>();
    private static final Set<String> BY_TOKEN = Set.of("token", "refresh", "browser");

    private final RotatingProvider provider = new RotatingProvider(clock, LIFE, this::isAway);
    private Downloads downloads;
    private int downloaded;
    private Identities identities;
    private GridProxy fromElsewhere;
    private BearerToken tokenFromElsewhere;

    @BeforeEach
    void logInInAllWays() {
        fromElsewhere = Person.proxy(clock, LIFE);
        tokenFromElsewhere = Person.token(START, LIFE);
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
        downloads = new Downloads(
                Store.open(directory.resolve("data"), new SqliteIndex(directory.resolve("state")), clock),
                SoakTest::listing,
                SoakTest::sources,
                List.of(new Storages()),
                2,
                clock);
        clock.advance(Duration.ofMinutes(11)); // the issuers are there
        elsewhere();
        identities.logIn("password", new UserPassword("jane", "correct horse"), Optional.empty());
        identities.logIn(
                "certificate", Person.key(), Passphrase.none(), new ProxyWish(List.of(), LIFE), Optional.empty());
        identities.logIn("proxy", new ProxyPlace("x509up_u1", () -> fromElsewhere), Optional.empty());
        identities.logIn("token", new Elsewhere(), Optional.empty());
        identities.logIn("refresh", provider.refreshable(), Optional.empty());
        identities.logInWithCode("browser", "code", Optional.empty());
    }

    @AfterEach
    void noProvider() {
        provider.close();
    }

    @Test
    void fiftyRenewalsOfEachKindPassUnnoticedWithTheIssuersAwayForAThirdOfTheTime() throws Exception {
        int failed = 0;
        Duration awayFor = Duration.ZERO;
        for (int tick = 0; !isEnough(); tick++) {
            clock.advance(Ticks.EVERY);
            assertThat(tick).as("ticks; so far %s", given).isLessThan(80_000);
            elsewhere();
            identities.renewWhatIsDue();
            failed += actionsThatFail();
            if (tick % TICKS_BETWEEN_DOWNLOADS == 0) failed += downloadsThatFail();
            if (isAway()) awayFor = awayFor.plus(Ticks.EVERY);
        }

        downloads.close();
        assertThat(failed).isZero();
        assertThat(downloaded).isGreaterThan(RENEWALS);
        assertThat(awayFor.toMinutes()
                        / (double) Duration.between(START, clock.instant()).toMinutes())
                .isBetween(0.3, 0.37);
        assertThat(ProxyFile.read(directory.resolve("files/x509_proxy")).expires())
                .isAfter(clock.instant());
        assertThat(BearerToken.parse(Files.readString(directory.resolve("files/bearer_token.token"))))
                .contains(tokenFromElsewhere);
        try (var files = Files.list(directory.resolve("files"))) {
            assertThat(files)
                    .hasSize(7)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    /// What people do all day: a call to Rucio, a piece of a download.
    private int actionsThatFail() {
        int failed = 0;
        for (var kind : KINDS) {
            try {
                if (!identities.tokens(kind).token().expires().isAfter(clock.instant())) failed++;
                if (kind.equals("certificate") || kind.equals("proxy"))
                    if (!(identities.credentialFor(kind, GRID, Duration.ofMinutes(1))
                            instanceof StorageCredential.Proxy)) failed++;
                if (BY_TOKEN.contains(kind))
                    if (!(identities.credentialFor(kind, TOKENS, Duration.ofMinutes(1))
                            instanceof StorageCredential.Token)) failed++;
            } catch (LakeException e) {
                failed++;
            }
        }
        return failed;
    }

    /// A file for everybody, with what storages are shown; the storage looks at it by the same clock.
    private int downloadsThatFail() throws InterruptedException {
        int failed = 0;
        for (var kind : KINDS) {
            if (kind.equals("password")) continue;
            var begun = downloads.start(kind, new Did("user.jane", "file" + downloaded));
            var over = await().pollInterval(Duration.ofMillis(1))
                    .until(
                            () -> downloads.find(begun.id()).orElseThrow(),
                            one -> one.state().over());
            if (over.state() instanceof DownloadState.Done) downloaded++;
            else failed++;
            downloads.forget(begun.id());
        }
        return failed;
    }

    private static Map<Did, List<Source>> sources(String instance, List<Did> dids) {
        var uri = URI.create((BY_TOKEN.contains(instance) ? "https://t" : "root://a") + ".test/f");
        return dids.stream().collect(Collectors.toMap(did -> did, _ -> List.of(new Source(instance, "SITE", uri))));
    }

    private static Listing.Plan listing(String instance, Did did, Listing.Files to) {
        var sum = new Adler32();
        sum.update(BYTES);
        to.add(new StoredFile(
                instance,
                did,
                BYTES.length,
                new Checksums(Optional.of("%08x".formatted(sum.getValue())), Optional.empty())));
        return new Listing.Plan(DidType.FILE);
    }

    /// A storage that looks whether what it is shown is good.
    private final class Storages implements Mover {
        @Override
        public boolean moves(URI uri) {
            return true;
        }

        @Override
        public Optional<String> fetch(Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop)
                throws MoveFailure, IOException {
            var storage = new Storage(source.rse(), source.uri(), Map.of("oidc_support", "true"));
            var ends = switch (identities.credentialFor(source.instance(), storage, Duration.ofSeconds(20))) {
                case StorageCredential.Proxy(var proxy, var _) -> proxy.usefulUntil();
                case StorageCredential.Token(var token) -> token.expires();
                case StorageCredential.Nothing() -> Instant.EPOCH;
            };
            if (!ends.isAfter(clock.instant())) throw new MoveFailure(MoveFailure.Kind.REFUSED, "says no");
            into.write(ByteBuffer.wrap(BYTES));
            return Optional.empty();
        }
    }

    private boolean isEnough() {
        return given.values().stream().filter(n -> n > RENEWALS).count() == KINDS.size() + 1;
    }

    private boolean isAway() {
        return Duration.between(START, clock.instant()).toMinutes() % 30 < 10;
    }

    private void count(String kind) {
        given.merge(kind, 1, Integer::sum);
    }

    /// Somebody else's cron job: half an hour before the end, if the issuer is there.
    private void elsewhere() {
        if (isAway()) return;
        var soon = clock.instant().plus(LIFE.dividedBy(2));
        if (fromElsewhere.expires().isBefore(soon)) fromElsewhere = Person.proxy(clock, LIFE);
        if (tokenFromElsewhere.expires().isBefore(soon)) tokenFromElsewhere = Person.token(clock.instant(), LIFE);
    }

    private final class Workshop implements ProxyWorkshop {
        @Override
        public GridProxy make(Credential person, ProxyWish wish) {
            if (isAway()) throw new X509Exception(X509Exception.Kind.UNREACHABLE, "VOMS is away.");
            count("proxies");
            return Person.proxy(clock, wish.life());
        }
    }

    private final class Elsewhere implements TokenPlace {
        @Override
        public BearerToken read() {
            return tokenFromElsewhere;
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
            if (isAway()) throw new LakeException(new Problem(Kind.RUCIO_UNAVAILABLE, "away", "wait"));
            count(instance.name());
            var text = Person.tokenText(clock.instant(), Duration.between(clock.instant(), expires));
            return new RucioToken(text, "jdoe", "jane", expires);
        }
    }
}
