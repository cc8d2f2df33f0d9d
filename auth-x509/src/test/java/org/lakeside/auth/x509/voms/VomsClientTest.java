package org.lakeside.auth.x509.voms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.ANOTHER_HOLDER;
import static org.lakeside.auth.x509.X509Exception.Kind.CANCELLED;
import static org.lakeside.auth.x509.X509Exception.Kind.CLOCK_WRONG;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.GARBAGE;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_A_MEMBER;
import static org.lakeside.auth.x509.X509Exception.Kind.NO_SERVER;
import static org.lakeside.auth.x509.X509Exception.Kind.SERVER_NOT_TRUSTED;
import static org.lakeside.auth.x509.X509Exception.Kind.SUSPENDED;
import static org.lakeside.auth.x509.X509Exception.Kind.TIMEOUT;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_ATTRIBUTE;
import static org.lakeside.auth.x509.X509Exception.Kind.UNREACHABLE;
import static org.lakeside.auth.x509.X509Exception.Kind.WRONG_HOST;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.testing.FakeVoms;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.testing.TestVo;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.trust.GridTrust;

@Timeout(180)
class VomsClientTest {
    /// For who must answer: nobody is in a hurry on a busy machine.
    private static final Duration AMPLE = Duration.ofMinutes(1);

    /// For who never does.
    private static final Duration SHORT = Duration.ofMillis(1500);

    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson jane = authority.person("/DC=test/CN=Jane", Keys.ec());
    private final TestVo vo = new TestVo("escape", authority);
    private final AttributeCertificate membership =
            vo.attributes(jane, "/escape", "/escape/cms").signed();
    private final List<FakeVoms> servers = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void publish() {
        authority.publish(directory);
    }

    @AfterEach
    void close() {
        servers.forEach(FakeVoms::close);
    }

    @Test
    void whatAServerGrantsIsHandedOn() {
        var server = server(FakeVoms.http(200, FakeVoms.granted(membership)));

        VomsAnswer answer = client(server).ask(jane.credential(), VomsRequest.of("escape"));

        assertThat(answer.attributes()).isEqualTo(membership);
        assertThat(answer.attributes().fqans()).extracting(Fqan::toString).containsExactly("/escape", "/escape/cms");
        assertThat(answer.from()).isEqualTo(server.as("escape"));
    }

    @Test
    void theRequestHasItsGroupsInOrderAndAlwaysALife() {
        var production =
                vo.attributes(jane, "/escape/cms/Role=production", "/escape").signed();
        var server = server(FakeVoms.http(200, FakeVoms.granted(production)));
        var request =
                VomsRequest.parse("escape:/escape/cms/Role=production,/escape").orElseThrow();

        client(server).ask(jane.credential(), request.living(Duration.ofHours(2)));

        assertThat(server.asked())
                .singleElement()
                .asString()
                .startsWith("GET /generate-ac?fqans=/escape/cms/Role=production,/escape&lifetime=7200 HTTP/1.1\r\n");
    }

    @Test
    void aWarningIsNoRefusalWhateverTheStatusSays() {
        var server = server(FakeVoms.http(
                500,
                FakeVoms.granted(membership)
                        .replace("</voms>", "<warning>shortened to 86400 &quot;seconds&quot;!</warning></voms>")));

        VomsAnswer answer = client(server).ask(jane.credential(), VomsRequest.of("escape"));

        assertThat(answer.warnings()).containsExactly("shortened to 86400 \"seconds\"!");
    }

    @Test
    void whoDoesNotSpeakHttpIsAskedTheOldWayAndRememberedAsSuch() {
        var server = server(
                FakeVoms.socket("<vomsans><version>3</version><ac>" + FakeVoms.base64(membership) + "</ac></vomsans>"));
        var client = client(server);

        client.ask(jane.credential(), VomsRequest.of("escape"));
        client.ask(jane.credential(), VomsRequest.of("escape", new Fqan("/escape/cms", Optional.empty())));

        assertThat(server.asked()).hasSize(3);
        assertThat(server.asked().get(0)).startsWith("GET ");
        assertThat(server.asked().get(1)).contains("<command>G/escape</command>", "<lifetime>43200</lifetime>");
        assertThat(server.asked().get(2)).contains("<command>G/escape/cms</command>");
    }

    @Test
    void refusalsHaveTheirKinds() {
        assertThat(refusal(403, "NoSuchUser", "escape: User unknown to this VO.")
                        .kind())
                .isEqualTo(NOT_A_MEMBER);
        assertThat(refusal(400, "BadRequest", "escape: Unable to satisfy G/escape/nosuch request!")
                        .kind())
                .isEqualTo(UNKNOWN_ATTRIBUTE);
        assertThat(refusal(403, "SuspendedUser", "User is currently suspended! Suspension reason: unpaid &amp; late"))
                .returns(SUSPENDED, X509Exception::kind)
                .hasMessage("VO escape has suspended /DC=test/CN=Jane (unpaid & late). Ask the VO's administrators.");
    }

    @Test
    void theOldWayOfRefusingIsUnderstoodThoughItCarriesACertificateOfOneLetter() {
        var server = server(FakeVoms.socket(
                "<vomsans><error><item><number>1001</number><message>escape: User unknown to this VO.</message></item></error>"
                        + "<ac>QQ==</ac></vomsans>"));

        assertThat(failure(client(server))).returns(NOT_A_MEMBER, X509Exception::kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>It works!</body></html>",
                "<voms></voms>",
                "<voms><ac>QQ==</ac></voms>",
                "<voms><ac>%%%</ac></voms>",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><voms><ac>&a;</ac></voms>",
                "{\"status\":\"ok\"}"
            })
    void nonsenseIsCalledThat(String body) {
        assertThat(failure(client(server(FakeVoms.http(200, body))))).returns(GARBAGE, X509Exception::kind);
    }

    @Test
    void manyMegabytesAndRubbishInsideARightAnswerAreNonsenseToo() {
        var endless = server(FakeVoms.http(200, "<voms>" + "x".repeat(10 << 20)));
        var rubbish = server(FakeVoms.http(200, "<voms><ac>" + "QUJD".repeat(500) + "</ac></voms>"));
        var cut = server((asked, to) -> to.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<voms><ac>MIIK".getBytes(UTF_8)));

        for (FakeVoms each : List.of(endless, rubbish, cut))
            assertThat(failure(client(each))).returns(GARBAGE, X509Exception::kind);
    }

    @Test
    void whatWasNotAskedForIsNotTaken() {
        var eve = authority.person("/DC=test/CN=Eve", Keys.ec());
        Instant now = Instant.now();

        assertThat(kindOf(vo.attributes(eve, "/escape").signed())).isEqualTo(ANOTHER_HOLDER);
        assertThat(kindOf(vo.attributes(jane, "/other").forVo("other").signed()))
                .isEqualTo(GARBAGE);
        assertThat(kindOf(vo.attributes(jane, "/escape").life(now, now).signed()))
                .isEqualTo(GARBAGE);
        assertThat(kindOf(vo.attributes(jane, "/escape")
                        .life(now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(13)))
                        .signed()))
                .isEqualTo(CLOCK_WRONG);
        assertThat(kindOf(vo.attributes(jane, "/escape")
                        .life(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(11)))
                        .signed()))
                .isEqualTo(CLOCK_WRONG);
    }

    @Test
    void aGroupThatIsMissingInTheAnswerIsMissed() {
        var server = server(FakeVoms.http(200, FakeVoms.granted(membership)));

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> client(server)
                        .ask(
                                jane.credential(),
                                VomsRequest.parse("escape:/escape/ska").orElseThrow()))
                .returns(UNKNOWN_ATTRIBUTE, X509Exception::kind);
    }

    @Test
    void theNextServerIsAskedWhenOneIsNoHelpAndTheOneThatHelpedComesFirstFromThenOn() {
        var nonsense = server(FakeVoms.http(200, "hello"));
        var good = server(FakeVoms.http(200, FakeVoms.granted(membership)));
        var client = client(AMPLE, gone(), nonsense.as("escape"), good.as("escape"));

        assertThat(client.ask(jane.credential(), VomsRequest.of("escape")).from())
                .isEqualTo(good.as("escape"));
        int before = nonsense.asked().size();
        client.ask(jane.credential(), VomsRequest.of("escape"));

        assertThat(nonsense.asked()).hasSize(before).isNotEmpty();
        assertThat(good.asked()).hasSize(2);
    }

    @Test
    void whatOneServerSaysOfTheMemberEndsIt() {
        var strict = server(FakeVoms.http(403, FakeVoms.refused("NoSuchUser", "User unknown to this VO.")));
        var other = server(FakeVoms.http(200, FakeVoms.granted(membership)));

        assertThat(failure(client(strict, other))).returns(NOT_A_MEMBER, X509Exception::kind);
        assertThat(other.asked()).isEmpty();
    }

    @Test
    void whenNobodyHelpsAllAreNamedAndTheMostTellingKindIsTaken() {
        var rogue =
                new FakeVoms(TestAuthority.root("/DC=test/CN=Rogue").host("voms", "localhost"), FakeVoms.http(200, ""));
        servers.add(rogue);

        assertThat(failure(client(AMPLE, gone(), rogue.as("escape"))))
                .returns(SERVER_NOT_TRUSTED, X509Exception::kind)
                .hasMessageContaining("Nobody answers at localhost:")
                .hasMessageContaining("/DC=test/CN=Rogue");
    }

    @Test
    void aServerOfAnotherNameIsRefusedInBothProtocols() {
        for (FakeVoms.Behaviour behaviour : List.of(FakeVoms.http(200, ""), FakeVoms.socket(""))) {
            var other = new FakeVoms(authority.host("other", "other.test"), behaviour);
            servers.add(other);

            assertThat(failure(client(other)).kind()).isIn(WRONG_HOST, SERVER_NOT_TRUSTED);
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void silenceEndsWithTheLimit() {
        long start = System.nanoTime();

        X509Exception failure = failure(client(SHORT, server(FakeVoms.silence()).as("escape")));

        assertThat(failure).returns(TIMEOUT, X509Exception::kind);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AMPLE);
    }

    @Test
    void theNextServerIsAskedAfterOneThatIsSilent() {
        var silent = server(FakeVoms.silence());
        var good = server(FakeVoms.http(200, FakeVoms.granted(membership)));
        var client = client(Duration.ofSeconds(10), silent.as("escape"), good.as("escape"));

        assertThat(client.ask(jane.credential(), VomsRequest.of("escape")).from())
                .isEqualTo(good.as("escape"));
        assertThat(silent.asked()).hasSize(1);
    }

    @Test
    void interruptingBreaksItOffAtOnce() throws Exception {
        var server = server(FakeVoms.silence());
        var outcome = new CompletableFuture<X509Exception>();
        Thread asking = Thread.ofPlatform().start(() -> outcome.complete(failure(client(server))));
        server.awaitRequest();

        asking.interrupt();

        assertThat(outcome.get(1, TimeUnit.MINUTES)).returns(CANCELLED, X509Exception::kind);
    }

    @Test
    void aVoWithoutServersIsExplained() {
        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> client(server(FakeVoms.silence())).ask(jane.credential(), VomsRequest.of("cms")))
                .returns(NO_SERVER, X509Exception::kind)
                .withMessageContaining("vomses");
    }

    @Test
    void whatHasEndedIsNotEvenShown() {
        var server = server(FakeVoms.http(200, FakeVoms.granted(membership)));
        var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(4000));
        var client = new VomsClient(trust(), vomses(server.as("escape")), new OkHttpClient(), SHORT, later);

        assertThat(failure(client)).returns(EXPIRED, X509Exception::kind);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void severalVosAreAskedAtOnceAndAnswerInTheOrderOfTheRequests() {
        var otherVo = new TestVo("other", authority);
        var fastHasAnswered = new CountDownLatch(1);
        var slow = server((asked, to) -> {
            fastHasAnswered.await();
            FakeVoms.http(200, FakeVoms.granted(membership)).answer(asked, to);
        });
        var granting = FakeVoms.http(
                200, FakeVoms.granted(otherVo.attributes(jane, "/other").signed()));
        var fast = server((asked, to) -> {
            granting.answer(asked, to);
            fastHasAnswered.countDown();
        });
        var client = client(AMPLE, slow.as("escape"), fast.as("other"));

        List<VomsAnswer> answers =
                client.ask(jane.credential(), List.of(VomsRequest.of("escape"), VomsRequest.of("other")));

        assertThat(answers).extracting(answer -> answer.attributes().vo()).containsExactly("escape", "other");
    }

    @Test
    void ofSeveralVosOneRefusalIsEnough() {
        var good = server(FakeVoms.http(200, FakeVoms.granted(membership)));
        var strict = server(FakeVoms.http(403, FakeVoms.refused("NoSuchUser", "User unknown to this VO.")));
        var client = client(AMPLE, good.as("escape"), strict.as("other"));

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(
                        () -> client.ask(jane.credential(), List.of(VomsRequest.of("escape"), VomsRequest.of("other"))))
                .returns(NOT_A_MEMBER, X509Exception::kind);
    }

    @Test
    void whereNobodyListensNobodyAnswers() {
        assertThat(failure(client(AMPLE, gone()))).returns(UNREACHABLE, X509Exception::kind);
    }

    private FakeVoms server(FakeVoms.Behaviour behaviour) {
        var server = new FakeVoms(vo.server(), behaviour);
        servers.add(server);
        return server;
    }

    private VomsServer gone() {
        try (var closed = new FakeVoms(vo.server(), FakeVoms.silence())) {
            return closed.as("escape");
        }
    }

    private VomsClient client(FakeVoms... asked) {
        return client(
                AMPLE, Arrays.stream(asked).map(server -> server.as("escape")).toArray(VomsServer[]::new));
    }

    private VomsClient client(Duration limit, VomsServer... asked) {
        return new VomsClient(trust(), vomses(asked), new OkHttpClient(), limit, Clock.systemUTC());
    }

    private static Vomses vomses(VomsServer... asked) {
        return new Vomses(Arrays.asList(asked), List.of());
    }

    private ServerTrust trust() {
        return ServerTrust.of(GridTrust.in(directory));
    }

    private X509Exception refusal(int status, String code, String message) {
        return failure(client(server(FakeVoms.http(status, FakeVoms.refused(code, message)))));
    }

    private Kind kindOf(AttributeCertificate answered) {
        return failure(client(server(FakeVoms.http(200, FakeVoms.granted(answered)))))
                .kind();
    }

    private X509Exception failure(VomsClient client) {
        try {
            throw new AssertionError("granted: " + client.ask(jane.credential(), VomsRequest.of("escape")));
        } catch (X509Exception e) {
            return e;
        }
    }
}
