package org.lakeside.auth.x509;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.ProxyCheck;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;
import org.lakeside.auth.x509.testing.DeepProxy;
import org.lakeside.auth.x509.testing.FakeVoms;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.Pem;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestCertificate;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.testing.TestVo;
import org.lakeside.auth.x509.tls.Refusals;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.trust.GridTrust.Strictness;
import org.lakeside.auth.x509.voms.AttributeCertificate;
import org.lakeside.auth.x509.voms.AttributeCheck;
import org.lakeside.auth.x509.voms.VomsClient;
import org.lakeside.auth.x509.voms.VomsDir;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.auth.x509.voms.Vomses;

/// Everything that people bring and that is no good: each has a sentence of its own that ends in what to do. How each
/// is found is tested where it is found.
@Timeout(180)
class BadInputTest {
    private static final String SECRET = "marker-4c1d-of-a-passphrase";
    private static final Duration AMPLE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Pattern REMEDY = Pattern.compile(
            "(Ask|Make|Give|Find|Close|Check|Set|Try|Fetch|Install|If it should be, install|Apply|Do not use) [^.]*.*$");

    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson jane = authority.person("/DC=test/CN=Jane");
    private final TestPerson eve = authority.person("/DC=test/CN=Eve", Keys.rsa(1));
    private final TestVo vo = new TestVo("escape", authority);
    private final AttributeCertificate janes = vo.attributes(jane, "/escape").signed();
    private final Map<Kind, String> sentences = new EnumMap<>(Kind.class);

    @TempDir
    Path grid;

    @TempDir
    Path vomsDir;

    private final List<FakeVoms> servers = new ArrayList<>();

    @BeforeEach
    void publish() {
        authority.publish(grid);
        vo.publish(vomsDir);
    }

    @AfterEach
    void close() {
        servers.forEach(FakeVoms::close);
    }

    @Test
    void eachHasASentenceOfItsOwnWithARemedy() throws IOException {
        files();
        certificates();
        proxies();
        servers();
        memberships();

        assertThat(sentences).hasSize(18);
        assertThat(sentences.values())
                .doesNotHaveDuplicates()
                .allSatisfy(sentence -> assertThat(sentence)
                        .containsPattern(REMEDY)
                        .doesNotContain(SECRET, Pem.of(jane.key()).split("\n", -1)[3]));
    }

    private void files() throws IOException {
        Path open = Files.writeString(grid.resolve("open.pem"), jane.pem(), UTF_8);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        expect(Kind.EXPOSED, () -> CredentialReader.read(open, Passphrase.none()));
        expect(
                Kind.KEY_DOES_NOT_BELONG,
                () -> CredentialReader.read(
                        "usercert.pem",
                        Pem.of(jane.chain()).getBytes(UTF_8),
                        "userkey.pem",
                        Pem.of(eve.key()).getBytes(UTF_8),
                        Passphrase.none()));
        byte[] encrypted =
                Pem.of(jane.chain()).concat(Pem.encrypted(jane.key(), "right")).getBytes(UTF_8);
        expect(
                Kind.WRONG_PASSPHRASE,
                () -> CredentialReader.read("jane.pem", encrypted, Passphrase.of(SECRET.toCharArray())));
        expect(Kind.PASSPHRASE_NEEDED, () -> CredentialReader.read("jane.pem", encrypted, Passphrase.none()));
    }

    private void certificates() {
        expect(Kind.EXPIRED, () -> trusted(living(Duration.ofDays(-400), Duration.ofDays(-1))));
        expect(Kind.NOT_YET_VALID, () -> trusted(living(Duration.ofHours(1), Duration.ofDays(1))));
        expect(
                Kind.UNKNOWN_AUTHORITY,
                () -> trusted(TestAuthority.root("/DC=test/CN=Rogue").person("/DC=test/CN=Jane")));
        var revoked = authority.person("/DC=test/CN=Rob");
        authority.revoke(revoked.certificate());
        authority.publishRevocations(grid, Instant.now().plus(Duration.ofDays(1)));
        expect(Kind.REVOKED, () -> trusted(revoked));
    }

    private void proxies() {
        var check = ProxyCheck.withoutMemberships(trust(), Clock.systemUTC());
        var maker = new ProxyMaker(Clock.systemUTC());
        expect(
                Kind.TOO_DEEP,
                () -> Finding.throwFirst(
                        check.of(DeepProxy.of(jane.credential(), maker).chain())));
        var last =
                maker.make(jane.credential(), Keys.rsa(), ProxyOptions.usual().followedBy(0), List.of());
        expect(Kind.TOO_DEEP, () -> maker.make(last.credential(), Keys.rsa(1), ProxyOptions.usual(), List.of()));
    }

    private void servers() {
        expect(
                Kind.WRONG_HOST,
                () ->
                        Finding.throwFirst(Refusals.said(
                                        "storage.test",
                                        new SSLPeerUnverifiedException("Hostname storage.test not verified"))
                                .stream()
                                .toList()));
    }

    private void memberships() {
        var check = new AttributeCheck(trust(), VomsDir.in(vomsDir), Clock.systemUTC());
        expect(Kind.ANOTHER_HOLDER, () -> Finding.throwFirst(check.of(janes, eve.certificate())));
        expect(Kind.ANOTHER_HOLDER, () -> ask(eve.credential(), FakeVoms.http(200, FakeVoms.granted(janes))));
        expect(Kind.GARBAGE, () -> ask(FakeVoms.http(200, "<html>It works!</html>")));
        expect(Kind.TIMEOUT, () -> ask(jane.credential(), server(FakeVoms.silence()), Clock.systemUTC(), SHORT));
        expect(
                Kind.NOT_A_MEMBER,
                () -> ask(FakeVoms.http(403, FakeVoms.refused("NoSuchUser", "User unknown to this VO."))));
        expect(
                Kind.SUSPENDED,
                () -> ask(FakeVoms.http(403, FakeVoms.refused("SuspendedUser", "User is currently suspended!"))));
        expect(Kind.CREDENTIAL_REFUSED, () -> ask(FakeVoms.http(403, FakeVoms.refused("Other", "not today"))));
        expect(Kind.UNREACHABLE, () -> ask(jane.credential(), closed(), Clock.systemUTC()));
        for (int hour : new int[] {-1, 1})
            expect(
                    Kind.CLOCK_WRONG,
                    () -> ask(
                            jane.credential(),
                            server(FakeVoms.http(200, FakeVoms.granted(janes))),
                            Clock.offset(Clock.systemUTC(), Duration.ofHours(hour))));
    }

    private void expect(Kind kind, Runnable wrong) {
        try {
            wrong.run();
        } catch (X509Exception e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            sentences.put(kind, e.finding().sentence());
            return;
        }
        throw new AssertionError("nothing was wrong: " + kind);
    }

    private TestPerson living(Duration from, Duration to) {
        return authority.person(
                Keys.rsa(),
                new TestCertificate(
                                TestCertificate.name("/DC=test/CN=Jane"),
                                Keys.rsa().getPublic())
                        .person()
                        .life(from, to));
    }

    private void trusted(TestPerson person) {
        Finding.throwFirst(trust().check(person.chain()).findings());
    }

    private GridTrust trust() {
        return GridTrust.in(grid, Strictness.WHAT_IS_THERE, Duration.ZERO, Clock.systemUTC());
    }

    private FakeVoms server(FakeVoms.Behaviour behaviour) {
        var server = new FakeVoms(vo.server(), behaviour);
        servers.add(server);
        return server;
    }

    private FakeVoms closed() {
        var server = server(FakeVoms.silence());
        server.close();
        return server;
    }

    private void ask(FakeVoms.Behaviour behaviour) {
        ask(jane.credential(), behaviour);
    }

    private void ask(Credential person, FakeVoms.Behaviour behaviour) {
        ask(person, server(behaviour), Clock.systemUTC());
    }

    private void ask(Credential person, FakeVoms server, Clock clock) {
        ask(person, server, clock, AMPLE);
    }

    private void ask(Credential person, FakeVoms server, Clock clock, Duration limit) {
        var servers = new Vomses(List.of(server.as("escape")), List.of());
        var client = new VomsClient(ServerTrust.of(trust()), servers, new OkHttpClient(), limit, clock);
        client.ask(person, VomsRequest.of("escape"));
    }
}
