package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.rucio.client.EveryCall.all;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.RucioException.Kind;

/// What there is to know of one DID: metadata, parents, rules, replicas of datasets.
class DetailsTest extends WithRucio {
    @Test
    void metadataHaveTypesAndLeaveOutWhatIsNotSet() {
        answers("metadata.http");

        Metadata metadata = client().dids().metadata(tokens, OK);

        assertThat(metadata.did()).isEqualTo(OK);
        assertThat(metadata.find("length")).contains(new MetaValue.Numeral(5));
        assertThat(metadata.find("is_open")).contains(new MetaValue.Flag(false));
        assertThat(metadata.find("account")).contains(new MetaValue.Text("root"));
        assertThat(metadata.find("created_at").orElseThrow()).isInstanceOf(MetaValue.Time.class);
        assertThat(metadata.find("panda_id")).isEmpty();
        assertThat(List.copyOf(metadata.values().keySet())).isSorted();
        assertThat(asked().getTarget()).isEqualTo("/dids/data/ok/meta?plugin=ALL");
    }

    @Test
    void aServerWithoutKeysOfTheCommunityIsAskedForItsColumnsAndNotTwice() {
        answers("metadata-all-on-sqlite.http");
        answers("metadata.http");
        answers("metadata.http");
        RucioClient client = client();

        assertThat(client.dids().metadata(tokens, OK).type()).contains(DidType.DATASET);
        assertThat(client.dids().metadata(tokens, OK).bytes()).hasValue(50_010);

        assertThat(rucio.getRequestCount()).isEqualTo(3);
        asked();
        assertThat(asked().getTarget()).endsWith("?plugin=DID_COLUMN");
        assertThat(asked().getTarget()).endsWith("?plugin=DID_COLUMN");
    }

    @Test
    void keysOfTheCommunityMayHoldAnything() {
        answers(
                new MockResponse.Builder()
                        .body(
                                "{\"tags\": [\"a\", 1], \"score\": 0.25, \"note\": null, \"odds\": Infinity, \"n\": 10000000000}"));

        Metadata metadata = client().dids().metadata(tokens, OK);

        assertThat(metadata.values()).extractingByKey("tags").hasToString("[\"a\",1]");
        assertThat(metadata.values()).extractingByKey("score").hasToString("0.25");
        assertThat(metadata.values()).extractingByKey("n").hasToString("10000000000");
        assertThat(metadata.values()).containsOnlyKeys("tags", "score", "odds", "n");
        assertThat(metadata.type()).isEmpty();
    }

    @Test
    void metadataOfManyComeForThoseThatExist() {
        answers("bulkmeta.http");

        List<Metadata> rows = all(client().dids().metadata(tokens, List.of(OK, new Did("data", "nonex"))));

        assertThat(rows)
                .extracting(Metadata::did)
                .containsExactlyInAnyOrder(OK, new Did("opendata", "run1.raw"), new Did("data", "ok.0"));
        Metadata file = rows.stream()
                .filter(row -> row.did().name().equals("ok.0"))
                .findFirst()
                .orElseThrow();
        assertThat(file.type()).contains(DidType.FILE);
        assertThat(file.files()).hasValue(1);
        assertThat(file.open()).isFalse();
    }

    @Test
    void oneNameThatRucioDoesNotLikeDoesNotSpoilTheOthers() {
        Did odd = new Did("odd", "a name with blanks.txt");
        answers("bulkmeta-odd-name.http");
        answers("bulkmeta.http");
        answers("bulkmeta-odd-name.http");
        answers("metadata.http");

        List<Metadata> rows = all(client().dids().metadata(tokens, List.of(OK, odd)));

        assertThat(rows).hasSize(4).extracting(Metadata::did).contains(odd);
        asked();
        assertThat(asked().getBody().utf8()).isEqualTo("{\"dids\":[{\"scope\":\"data\",\"name\":\"ok\"}]}");
        asked();
        assertThat(asked().getTarget()).startsWith("/dids/odd/a%20name%20with%20blanks.txt/meta");
    }

    @Test
    void aNameThatRucioCannotEvenComplainAboutDoesNotSpoilTheOthers() {
        Did odd = new Did("odd", "Ünïcode-日本-😀.txt");
        answers(new MockResponse.Builder()
                .code(500)
                .addHeader("Content-Type", "text/html")
                .body("<html><title>Internal Server Error</title></html>"));
        answers("metadata.http");

        assertThat(all(client().dids().metadata(tokens, List.of(odd))))
                .extracting(Metadata::did)
                .containsExactly(odd);
    }

    @Test
    void aNameThatRucioDoesNotLikeAndDoesNotHaveIsLeftOut() {
        answers("bulkmeta-odd-name.http");
        answers("did-not-found.http");

        assertThat(all(client().dids().metadata(tokens, List.of(new Did("odd", "no such name")))))
                .isEmpty();
    }

    @Test
    void metadataOfThousandsAreAskedForAThousandAtATime() {
        answers("bulkmeta.http");
        answers("content-empty.http");

        assertThat(all(client().dids().metadata(tokens, Collections.nCopies(1001, OK))))
                .hasSize(3);
        assertThat(asked().getTarget()).isEqualTo("/dids/bulkmeta");
        assertThat(asked().getBody().utf8()).hasSizeLessThan(100);
    }

    @Test
    void parentsHaveTheirKind() {
        answers("parents.http");

        assertThat(all(client().dids().parents(tokens, new Did("data", "shared.bin"))))
                .containsExactlyInAnyOrder(
                        new Parent(new Did("data", "half.1"), DidType.DATASET),
                        new Parent(new Did("data", "half.2"), DidType.DATASET));
        assertThat(asked().getTarget()).isEqualTo("/dids/data/shared.bin/parents");
    }

    @Test
    void aPlainNameWithoutParentsIsAskedForOnce() {
        answers("parents-none.http");

        assertThat(all(client().dids().parents(tokens, new Did("data", "nonex"))))
                .isEmpty();
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    /// A server that reads slashes in another way does not know the DID, and says "no parents", as it does of any.
    @Test
    void aNameThatTheServerMayHaveMisreadIsAskedForOnceMore() {
        Did slashes = new Did("data", "sub/dir/file.txt");
        answers("parents-none.http");
        answers(new MockResponse.Builder()
                .code(404)
                .addHeader("ExceptionClass", "DataIdentifierNotFound")
                .addHeader("ExceptionMessage", "Data identifier 'data:sub%2Fdir%2Ffile.txt' not found"));
        answers("did-file.http");
        answers("parents.http");

        assertThat(all(client().dids().parents(tokens, slashes))).hasSize(2);
        assertThat(asked().getTarget()).isEqualTo("/dids/data/sub%2Fdir%2Ffile.txt/parents");
        asked();
        assertThat(asked().getTarget()).isEqualTo("/dids/data/sub/dir/file.txt/status");
        assertThat(asked().getTarget()).isEqualTo("/dids/data/sub/dir/file.txt/parents");
    }

    @Test
    void aNameWithSlashesThatReallyHasNoParentsHasNone() {
        answers("parents-none.http");
        answers("did-file.http");

        assertThat(all(client().dids().parents(tokens, new Did("data", "sub/dir/file.txt"))))
                .isEmpty();
    }

    @Test
    void rulesSayWhatIsWantedAndHowFarItIs() {
        answers("rules-of-did.http");

        List<Rule> rules = all(client().dids().rules(tokens, OK));

        Rule done = rules.stream()
                .filter(rule -> rule.rseExpression().equals("SITE-A"))
                .findFirst()
                .orElseThrow();
        assertThat(done.did()).isEqualTo(OK);
        assertThat(done.account()).isEqualTo("alice");
        assertThat(done.state()).isEqualTo(RuleState.OK);
        assertThat(done.locks()).isEqualTo(new LockCounts(5, 0, 0));
        assertThat(done.comment()).contains("for a test");
        assertThat(done.error()).isEmpty();
        assertThat(done.expires().orElseThrow()).isAfter(done.created().orElseThrow());
        assertThat(done.details().bytes()).hasValue(50_010);
        assertThat(done.details().activity()).isEqualTo("User Subscriptions");
        Rule waiting = rules.stream()
                .filter(rule -> rule.rseExpression().equals("SITE-B"))
                .findFirst()
                .orElseThrow();
        assertThat(waiting.state()).isEqualTo(RuleState.REPLICATING);
        assertThat(waiting.locks()).isEqualTo(new LockCounts(0, 5, 0));
        assertThat(waiting.expires()).isEmpty();
    }

    @Test
    void aStuckRuleSaysWhyAndANewWordIsNoError() {
        String id = "0123456789abcdef0123456789abcdef";
        answers(new MockResponse.Builder()
                .body("{\"id\": \"" + id + "\", \"scope\": \"data\", \"name\": \"ok\", \"state\": \"STUCK\","
                        + " \"rse_expression\": \"X\", \"error\": \"no route to host\"}\n"
                        + "{\"id\": \"" + id + "\", \"scope\": \"data\", \"name\": \"ok\", \"state\": \"DREAMING\","
                        + " \"rse_expression\": \"X\"}\n"));

        List<Rule> rules = all(client().dids().rules(tokens, OK));

        assertThat(rules).extracting(Rule::state).containsExactly(RuleState.STUCK, RuleState.UNKNOWN);
        assertThat(rules.getFirst().error()).contains("no route to host");
        assertThat(rules.getLast().details()).isEqualTo(RuleDetails.NONE);
    }

    @Test
    void oneRuleIsAskedForByItsId() {
        answers("rule.http");
        RuleId id = new RuleId("0123456789abcdef0123456789abcdef");

        assertThat(client().rules().rule(tokens, id).rseExpression()).isEqualTo("SITE-A");
        assertThat(asked().getTarget()).isEqualTo("/rules/" + id);
    }

    @Test
    void aRuleThatEndedIsNotFound() {
        answers("rule-not-found.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().rules().rule(tokens, new RuleId("0".repeat(32))))
                .returns(Kind.NOT_FOUND, RucioException::kind);
    }

    @Test
    void datasetsSayHowMuchOfThemIsWhere() {
        answers("datasets-bulk.http");

        List<DatasetReplica> found = all(client().replicas().datasets(tokens, List.of(OK, new Did("data", "nonex"))));

        assertThat(found)
                .filteredOn(replica -> replica.rse().equals("SITE-A"))
                .singleElement()
                .satisfies(replica -> {
                    assertThat(replica.did()).isEqualTo(OK);
                    assertThat(replica.complete()).isTrue();
                    assertThat(replica.availableFiles()).isEqualTo(5);
                    assertThat(replica.files()).hasValue(5);
                    assertThat(replica.availableBytes()).isEqualTo(50_010);
                });
    }

    @Test
    void aDatasetOfWhichFilesAreMissingIsNotComplete() {
        answers("datasets-deep.http");

        assertThat(all(client().replicas().datasetCounted(tokens, new Did("data", "partial"))))
                .singleElement()
                .satisfies(replica -> {
                    assertThat(replica.complete()).isFalse();
                    assertThat(replica.availableFiles()).isEqualTo(2);
                    assertThat(replica.files()).hasValue(3);
                });
        assertThat(asked().getTarget()).isEqualTo("/replicas/data/partial/datasets?deep=true");
    }

    @Test
    void aSearchTellsRucioTheConditions() {
        answers("search-nothing.http");
        Filters filters = Filters.all(
                Condition.of("datatype", Condition.Operator.EQUAL, "DAOD"),
                Condition.of("bytes", Condition.Operator.GREATER, 1_000_000_000L));

        all(client().dids().search(tokens, new SearchQuery("data", "*", SearchType.DATASET, 50).where(filters)));

        assertThat(asked().getUrl().queryParameter("filters"))
                .isEqualTo("[{'datatype': 'DAOD', 'bytes.gt': 1000000000}]");
    }

    @Test
    void aQuotaWithoutEndIsNoNumber() {
        answers("limits.http");

        assertThat(client().accounts().limits(tokens, "alice"))
                .containsEntry("SITE-A", Quota.of(1_000_000_000_000L))
                .containsEntry("SITE-B", Quota.UNLIMITED);
        assertThat(Quota.UNLIMITED.left(5)).isEqualTo(OptionalLong.empty());
        assertThat(Quota.NOTHING.left(5)).hasValue(-5);
    }

    @Test
    void whatAnAccountUsesIsHeldAgainstItsQuota() {
        answers("usage.http");

        assertThat(client().accounts().usage(tokens, "alice"))
                .contains(new AccountUsage("SITE-B", 0, 0, Quota.UNLIMITED))
                .filteredOn(usage -> usage.where().equals("SITE-A"))
                .singleElement()
                .returns(OptionalLong.of(1_000_000_000_000L), AccountUsage::left);
    }

    @Test
    void limitsOverSeveralRsesAreLimitsToo() {
        answers("limits-global.http");
        answers("usage-global.http");

        assertThat(client().accounts().globalLimits(tokens, "alice"))
                .singleElement()
                .satisfies(limit -> {
                    assertThat(limit.rseExpression()).isEqualTo("tier=1");
                    assertThat(limit.rses()).containsExactlyInAnyOrder("SITE-A", "SITE-B", "TAPE-B");
                    assertThat(limit.quota()).isEqualTo(Quota.of(5_000_000_000_000L));
                });
        assertThat(client().accounts().globalUsage(tokens, "alice"))
                .containsExactly(new AccountUsage("tier=1", 0, 0, Quota.of(5_000_000_000_000L)));
    }

    @Test
    void anAccountSaysWhoItIs() {
        answers("account.http");

        assertThat(client().accounts().account(tokens, "alice"))
                .returns("USER", Account::type)
                .returns("ACTIVE", Account::status)
                .returns(Optional.of("alice@localhost"), Account::email)
                .satisfies(account -> assertThat(account.created()).isPresent());
    }

    @Test
    void allScopesAreListed() {
        answers("scopes-all.http");

        assertThat(client().scopes().all(tokens)).contains("data", "user.alice", "user.bob");
    }
}
