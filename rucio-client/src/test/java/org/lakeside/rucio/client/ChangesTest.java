package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.lakeside.rucio.client.EveryCall.all;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.rucio.client.RucioException.Kind;

/// Calls that change something: what they say to Rucio, and that they say it once.
class ChangesTest extends WithRucio {
    private static final RuleId RULE = new RuleId("0123456789abcdef0123456789abcdef");
    private static final Did SET = new Did("user.alice", "made.set");

    @Test
    void collectionsAreMadeAllInOneCall() {
        answers("created.http");

        client().dids()
                .changes()
                .create(
                        tokens,
                        List.of(
                                NewDid.dataset(SET)
                                        .with(Map.of("datatype", new MetaValue.Text("AOD")))
                                        .lasting(Duration.ofDays(1)),
                                NewDid.container(new Did("user.alice", "a/b"))));

        RecordedRequest asked = asked();
        assertThat(asked.getTarget()).isEqualTo("/dids");
        assertThat(asked.getBody().utf8())
                .isEqualTo("[{\"scope\":\"user.alice\",\"name\":\"made.set\",\"type\":\"DATASET\","
                        + "\"meta\":{\"datatype\":\"AOD\"},\"lifetime\":86400},"
                        + "{\"scope\":\"user.alice\",\"name\":\"a/b\",\"type\":\"CONTAINER\",\"meta\":{}}]");
        assertThat(asked.getHeaders().get("Content-Length")).isEqualTo(Long.toString(asked.getBodySize()));
        assertThat(asked.getHeaders().get("Transfer-Encoding")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "create-again.http, CONFLICT",
        "create-denied.http, NOT_PERMITTED",
        "create-no-scope.http, NOT_PERMITTED",
    })
    void whyACollectionCannotBeMade(String answer, Kind kind) {
        answers(answer);

        fails(() -> client().dids().changes().create(tokens, List.of(NewDid.dataset(SET))), kind)
                .withMessageContaining("making user.alice:made.set");
    }

    @Test
    void aFileIsNotMadeInThisWay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NewDid(SET, DidType.FILE, false, Optional.empty(), Map.of()));
    }

    @Test
    void whatIsInACollectionAlreadyMayBePutThereAgain() {
        answers("attached.http");
        answers("attached.http");

        client().dids().changes().attach(tokens, SET, Collections.nCopies(501, OK));

        RecordedRequest first = asked();
        assertThat(first.getTarget()).isEqualTo("/dids/attachments");
        assertThat(first.getBody().utf8())
                .startsWith("{\"attachments\":[{\"scope\":\"user.alice\",\"name\":\"made.set\",\"dids\":[")
                .endsWith("],\"ignore_duplicate\":true}"); // not "duplicates", as Rucio's documentation has it
        assertThat(asked().getBody().utf8()).contains("[{\"scope\":\"data\",\"name\":\"ok\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach-circular.http", "attach-closed.http"})
    void whyNothingCanBePutIntoACollection(String answer) {
        answers(answer);

        fails(() -> client().dids().changes().attach(tokens, SET, List.of(OK)), Kind.CONFLICT);
    }

    @Test
    void takingOutNeedsABody() {
        answers("detach.http");

        client().dids().changes().detach(tokens, SET, List.of(OK));

        RecordedRequest asked = asked();
        assertThat(asked.getMethod()).isEqualTo("DELETE");
        assertThat(asked.getTarget()).isEqualTo("/dids/user.alice/made.set/dids");
        assertThat(asked.getBody().utf8()).isEqualTo("{\"dids\":[{\"scope\":\"data\",\"name\":\"ok\"}]}");
    }

    @Test
    void aCollectionIsClosedOnce() {
        answers("closed.http");
        answers("closed-again.http");

        client().dids().changes().close(tokens, SET);

        assertThat(asked().getBody().utf8()).isEqualTo("{\"open\":false}");
        fails(() -> client().dids().changes().close(tokens, SET), Kind.CONFLICT);
        assertThat(asked().getTarget()).isEqualTo("/dids/user.alice/made.set/status");
    }

    @Test
    void aRuleIsAskedForInRuciosWords() {
        answers("rules-create.http");

        List<RuleId> ids = client().rules()
                .create(
                        tokens,
                        List.of(OK),
                        RuleRequest.on("tier=1")
                                .copies(2)
                                .chargedTo("alice")
                                .lasting(Duration.ofHours(2))
                                .because("a test"));

        assertThat(ids).hasSize(1);
        RecordedRequest asked = asked();
        assertThat(asked.getTarget()).isEqualTo("/rules/");
        assertThat(asked.getBody().utf8())
                .isEqualTo("{\"account\":\"alice\",\"copies\":2,\"rse_expression\":\"tier=1\",\"lifetime\":7200,"
                        + "\"comment\":\"a test\",\"dids\":[{\"scope\":\"data\",\"name\":\"ok\"}]}");
    }

    @Test
    void aRuleOfWhoeverAsksNamesNobody() {
        answers("rules-create.http");

        client().rules().create(tokens, List.of(OK), RuleRequest.on("X"));

        assertThat(asked().getBody().utf8()).startsWith("{\"account\":null,\"copies\":1,");
    }

    @ParameterizedTest
    @CsvSource({
        "rules-duplicate.http, CONFLICT",
        "rules-over-quota.http, OVER_QUOTA",
        "rules-no-rse.http, BAD_REQUEST",
    })
    void whyARuleCannotBeMade(String answer, Kind kind) {
        answers(answer);

        fails(() -> client().rules().create(tokens, List.of(OK), RuleRequest.on("X")), kind)
                .withMessageContaining("asking for copies of data:ok: 1 on X");
    }

    @Test
    void rulesWithoutSenseAreNotAskedFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleRequest.on("X").copies(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleRequest.on("X").lasting(Duration.ZERO));
    }

    @Test
    void aRuleEndsLaterOrNever() {
        answers("rule-update.http");
        answers("rule-update.http");

        client().rules().endAfter(tokens, RULE, Optional.of(Duration.ofDays(7)));
        client().rules().endAfter(tokens, RULE, Optional.empty());

        assertThat(asked().getBody().utf8()).isEqualTo("{\"options\":{\"lifetime\":604800}}");
        assertThat(asked().getBody().utf8()).isEqualTo("{\"options\":{\"lifetime\":null}}");
    }

    @Test
    void deletingARuleNeedsABodyAndTakesAnHour() {
        answers("rule-delete.http");
        answers("rule-deleted.http");

        client().rules().delete(tokens, RULE, false);

        assertThat(asked().getBody().utf8()).isEqualTo("{}");
        Rule still = client().rules().rule(tokens, RULE);
        assertThat(Duration.between(
                        still.created().orElseThrow(), still.expires().orElseThrow()))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rule-update-denied.http", "rule-delete-denied.http"})
    void endingARuleIsAPrivilegeOnManyServers(String answer) {
        answers(answer);

        fails(() -> client().rules().delete(tokens, RULE, true), Kind.NOT_PERMITTED);
        assertThat(asked().getBody().utf8()).isEqualTo("{\"purge_replicas\":true}");
    }

    @Test
    void rulesAreListedByStateAsALetter() {
        answers("rules-list.http");

        assertThat(all(client().rules()
                        .list(tokens, RuleQuery.ofAccount("alice").in(RuleState.OK))))
                .allMatch(rule -> rule.state() == RuleState.OK)
                .isNotEmpty();
        assertThat(asked().getTarget()).isEqualTo("/rules/?account=alice&state=O");
    }

    @Test
    void allRulesOfALakeAreTooMany() {
        Optional<RuleState> ok = Optional.of(RuleState.OK);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RuleQuery(
                        Optional.empty(), Optional.empty(), Optional.empty(), ok, Optional.empty(), Optional.empty()));
    }

    @Test
    void theLocksOfARuleAreItsReplicas() {
        answers("locks.http");

        assertThat(all(client().rules().locks(tokens, RULE)))
                .hasSize(5)
                .contains(new Lock(new Did("data", "ok.0"), "SITE-A", "OK"));
    }

    @Test
    void replicasAreRegisteredWithTheirSums() {
        answers("replica-added.http");
        Checksums sums = new Checksums(Optional.of("00000001"), Optional.empty());

        client().replicas()
                .changes()
                .add(
                        tokens,
                        "X_USERDISK",
                        List.of(
                                new NewReplica(new Did("user.alice", "new"), 5, sums),
                                new NewReplica(
                                        new Did("user.alice", "a b"),
                                        6,
                                        sums,
                                        Optional.of(URI.create("https://h:443/x/a%20b")))));

        assertThat(asked().getBody().utf8())
                .isEqualTo("{\"rse\":\"X_USERDISK\",\"files\":[{\"scope\":\"user.alice\",\"name\":\"new\",\"bytes\":5,"
                        + "\"adler32\":\"00000001\",\"state\":\"A\"},{\"scope\":\"user.alice\",\"name\":\"a b\","
                        + "\"bytes\":6,\"adler32\":\"00000001\",\"pfn\":\"https://h:443/x/a b\",\"state\":\"A\"}]}");
    }

    @Test
    void somebodyElsesStorageIsNotWrittenTo() {
        answers("replica-denied.http");

        fails(
                () -> client().replicas().changes().add(tokens, "X", List.of(new NewReplica(OK, 1, Checksums.NONE))),
                Kind.NOT_PERMITTED);
    }

    @Test
    void theStateOfAReplicaGoesInAsALetter() {
        answers("replica-updated.http");

        client().replicas().changes().update(tokens, "X", List.of(OK), ReplicaState.UNAVAILABLE);

        RecordedRequest asked = asked();
        assertThat(asked.getMethod()).isEqualTo("PUT");
        assertThat(asked.getBody().utf8())
                .isEqualTo("{\"rse\":\"X\",\"files\":[{\"scope\":\"data\",\"name\":\"ok\",\"state\":\"U\"}]}");
    }

    /// So an ordinary account has to register a file after its upload.
    @Test
    void theStateOfAReplicaIsForAdministratorsOnManyServers() {
        answers("replica-update-denied.http");

        fails(
                () -> client().replicas().changes().update(tokens, "X", List.of(OK), ReplicaState.AVAILABLE),
                Kind.NOT_PERMITTED);
    }

    @Test
    void whatSomebodyFoundSuspiciousIsListedByRse() {
        answers("suspicious-list.http");

        assertThat(client().replicas().suspicious(tokens, "OPEN|SITE-A"))
                .containsExactly(new Suspicion(new Did("data", "multi.1"), "OPEN", 1));
        assertThat(asked().getTarget()).isEqualTo("/replicas/suspicious?rse_expression=OPEN%7CSITE-A");
    }

    @Test
    void suspiciousReplicasAreNamedAsTheCatalogueHasThem() {
        answers("suspicious.http");
        answers("suspicious-unknown.http");
        URI pfn = URI.create("http://h:80/odd/hash%23question%3F.txt?X-Amz-Signature=abc");

        assertThat(client().replicas().changes().declareSuspicious(tokens, List.of(pfn), "a test"))
                .isEmpty();
        assertThat(client().replicas().changes().declareSuspicious(tokens, List.of(pfn), "a test"))
                .containsOnlyKeys("OPEN");

        assertThat(asked().getBody().utf8())
                .isEqualTo("{\"pfns\":[\"http://h:80/odd/hash#question?.txt\"],\"reason\":\"a test\"}");
    }

    @Test
    void aChangeThatMayHaveBeenHeardIsNotMadeAgain() {
        for (int i = 0; i < 4; i++) {
            answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
        }

        fails(() -> client().dids().changes().close(tokens, SET), Kind.UNAVAILABLE);
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 504})
    void aChangeThatAProxyMayHavePassedOnIsNotMadeAgain(int status) {
        answers(new MockResponse.Builder().code(status).body("<html>oops</html>"));
        answers("closed.http");

        fails(() -> client().dids().changes().close(tokens, SET), Kind.UNAVAILABLE);
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aChangeThatWasRefusedForNowIsMadeAgain() {
        answers(new MockResponse.Builder().code(503));
        answers("closed.http");

        assertThatCode(() -> client().dids().changes().close(tokens, SET)).doesNotThrowAnyException();
    }

    private static ThrowableAssertAlternative<RucioException> fails(ThrowingCallable call, Kind kind) {
        return assertThatExceptionOfType(RucioException.class).isThrownBy(call).returns(kind, RucioException::kind);
    }
}
