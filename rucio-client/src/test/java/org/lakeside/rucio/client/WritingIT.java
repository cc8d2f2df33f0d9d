package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.rucio.client.Condition.Operator.EQUAL;
import static org.lakeside.rucio.client.Condition.Operator.GREATER;
import static org.lakeside.rucio.client.Condition.Operator.LESS;
import static org.lakeside.rucio.client.Condition.Operator.NOT_EQUAL;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.RseProtocol.Domain;
import org.lakeside.rucio.client.RseProtocol.Operation;
import org.lakeside.rucio.client.RucioException.Kind;

/// Changes to the real Rucio of the test bed, and questions about what was made there. All of it lies in a scope that
/// nobody else looks at, under a name of its own.
class WritingIT {
    private static final String SCOPE = "group.lake";
    private static final String RSE = "SITE-A_USERDISK";

    private final String url = Objects.requireNonNull(System.getenv("LAKE_RUCIO_URL"), "LAKE_RUCIO_URL is not set");
    private final RucioClient client = RucioClient.builder(URI.create(url)).build();
    private final TokenSource root = new OneToken(client.login(new UserPassword("root", "secret"), Optional.empty()));
    private final String name = "it." + Long.toHexString(System.nanoTime());

    @Test
    void aDatasetIsMadeFilledAndClosed() {
        Did dataset = new Did(SCOPE, name);
        Did container = new Did(SCOPE, name + ".all/of.it");
        Did file = new Did(SCOPE, name + "/file.bin");
        DidChanges changes = client.dids().changes();

        changes.create(root, List.of(NewDid.dataset(dataset), NewDid.container(container)));
        fails(Kind.CONFLICT, () -> changes.create(root, List.of(NewDid.dataset(dataset))));
        register(file);
        changes.attach(root, dataset, List.of(file));
        changes.attach(root, dataset, List.of(file));
        changes.attach(root, container, List.of(dataset));
        fails(Kind.CONFLICT, () -> changes.attach(root, container, List.of(container)));
        changes.close(root, dataset);
        fails(Kind.CONFLICT, () -> changes.close(root, dataset));
        fails(Kind.CONFLICT, () -> changes.attach(root, dataset, List.of(file)));

        DidInfo info = client.dids().did(root, dataset);
        assertThat(info.open()).isFalse();
        assertThat(info.files()).hasValue(1);
        assertThat(info.bytes()).hasValue(5);
        assertThat(client.dids().parents(root, file).toList()).containsExactly(new Parent(dataset, DidType.DATASET));
        assertThat(client.dids().parents(root, dataset).toList())
                .containsExactly(new Parent(container, DidType.CONTAINER));
        assertThat(client.replicas().datasetCounted(root, dataset).toList())
                .singleElement()
                .returns(RSE, DatasetReplica::rse)
                .returns(true, DatasetReplica::complete);
        changes.detach(root, container, List.of(dataset));
        assertThat(client.dids().content(root, container).toList()).isEmpty();
    }

    @Test
    void aRuleIsMadeExtendedAndEnded() throws IOException {
        Did file = new Did(SCOPE, name);
        register(file);
        unlimited("root", RSE);
        RuleRequest wanted = RuleRequest.on(RSE).lasting(Duration.ofDays(1)).because("a test");

        RuleId id = client.rules().create(root, List.of(file), wanted).getFirst();

        Rule rule = client.rules().rule(root, id);
        assertThat(rule.state()).isEqualTo(RuleState.OK);
        assertThat(rule.comment()).contains("a test");
        assertThat(client.rules().locks(root, id).toList()).containsExactly(new Lock(file, RSE, "OK"));
        assertThat(client.dids().rules(root, file).toList())
                .extracting(Rule::id)
                .containsExactly(id);
        assertThat(client.rules()
                        .list(root, RuleQuery.ofAccount("root").in(RuleState.OK))
                        .toList())
                .extracting(Rule::id)
                .contains(id);
        fails(Kind.CONFLICT, () -> client.rules().create(root, List.of(file), wanted));
        fails(Kind.BAD_REQUEST, () -> client.rules().create(root, List.of(file), RuleRequest.on("tier=17")));
        fails(Kind.NOT_FOUND, () -> client.rules().create(root, List.of(new Did(SCOPE, "nonex")), wanted));

        client.rules().endAfter(root, id, Optional.empty());
        assertThat(client.rules().rule(root, id).expires()).isEmpty();
        client.rules().delete(root, id, false);
        assertThat(Duration.between(
                        Instant.now(), client.rules().rule(root, id).expires().orElseThrow()))
                .isBetween(Duration.ofMinutes(45), Duration.ofMinutes(61));
    }

    @Test
    void anAccountWithoutALimitHasNoQuota() {
        Did file = new Did(SCOPE, name);
        register(file);

        fails(Kind.OVER_QUOTA, () -> client.rules().create(root, List.of(file), RuleRequest.on("DEAD")));
    }

    @Test
    void aReplicaIsCalledSuspiciousAndLost() {
        Did plain = new Did(SCOPE, name);
        register(plain);
        ReplicaChanges changes = client.replicas().changes();

        assertThat(changes.declareSuspicious(
                        root, addresses("OPEN", new Did("odd", "a name with blanks.txt")), "a test"))
                .isEmpty();
        assertThat(changes.declareSuspicious(root, addresses("OPEN", new Did("odd", "never.was")), "a test"))
                .containsOnlyKeys("OPEN");

        changes.update(root, RSE, List.of(plain), ReplicaState.UNAVAILABLE);
        ReplicaQuery query = ReplicaQuery.overHttp(List.of(plain));
        assertThat(client.replicas().files(root, query).toList().getFirst().pfns())
                .isEmpty();
        assertThat(client.replicas()
                        .files(root, query.where(ReplicaQuery.Where.READABLE.all()))
                        .toList()
                        .getFirst()
                        .states())
                .containsEntry(RSE, "UNAVAILABLE");
    }

    private List<URI> addresses(String rse, Did file) {
        return client.rses().settings(root, rse).pfns(file, Domain.WAN, Operation.READ).stream()
                .map(Pfn::uri)
                .toList();
    }

    @Test
    void onlyReplicasOnTheseRsesCount() {
        ReplicaQuery query = ReplicaQuery.overHttp(List.of(new Did("data", "multi.0")));

        assertThat(client.replicas().files(root, query).toList().getFirst().states())
                .containsKeys("OPEN", "SITE-A", "SITE-B");
        assertThat(client.replicas()
                        .files(root, query.where(ReplicaQuery.Where.READABLE.on("site=B")))
                        .toList()
                        .getFirst()
                        .states())
                .containsOnlyKeys("SITE-B");
        fails(
                Kind.BAD_REQUEST,
                () -> client.replicas().files(root, query.where(ReplicaQuery.Where.READABLE.on("tier=17"))));
    }

    /// Rucio makes numbers, dates and truth values of texts, and a pattern of `%`: not of these.
    @Test
    void textsAreFoundAsTheyAre() {
        List<String> texts = List.of(
                "true",
                "is TRUE, not false",
                "12",
                "1.5",
                ".5",
                "...",
                "None",
                "2026-11-21T04:42:50",
                "[1, 2]",
                "a'b",
                "back\\slash",
                "100%",
                "under_score",
                "é😀",
                "a b",
                "'quoted'",
                "x+y",
                "{'a': 1}",
                "0x10",
                "-5");
        Map<String, Did> made = new LinkedHashMap<>();
        for (String text : texts) {
            made.put(text, new Did(SCOPE, name + "." + made.size()));
        }
        client.dids()
                .changes()
                .create(
                        root,
                        made.entrySet().stream()
                                .map(one -> NewDid.dataset(one.getValue())
                                        .with(Map.of("campaign", new MetaValue.Text(one.getKey()))))
                                .toList());

        made.forEach((text, did) -> {
            assertThat(found(Filters.all(Condition.of("campaign", EQUAL, text))))
                    .as(text)
                    .containsExactly(did);
            assertThat(found(Filters.all(Condition.of("campaign", NOT_EQUAL, text))))
                    .as("not " + text)
                    .hasSize(texts.size() - 1)
                    .doesNotContain(did);
        });
        assertThat(found(Filters.all(Condition.of("campaign", EQUAL, "1*"))))
                .containsExactlyInAnyOrder(made.get("12"), made.get("1.5"), made.get("100%"));
        assertThat(found(Filters.all(Condition.of("campaign", EQUAL, "*0%")))).containsExactly(made.get("100%"));
        assertThat(found(Filters.all(Condition.of("campaign", EQUAL, "back\\*"))))
                .containsExactly(made.get("back\\slash"));
        assertThat(found(Filters.all(Condition.of("campaign", EQUAL, "*not false"))))
                .containsExactly(made.get("is TRUE, not false"));
        assertThat(found(Filters.all(
                        Condition.of("created_at", GREATER, Instant.now().minusSeconds(3600)))))
                .hasSize(texts.size());
        assertThat(found(Filters.all(
                        Condition.of("created_at", LESS, Instant.now().minusSeconds(3600)))))
                .isEmpty();
        fails(Kind.BAD_REQUEST, () -> found(Filters.all(Condition.of("no_such_key", EQUAL, "x"))));
    }

    private List<Did> found(Filters filters) {
        SearchQuery query = new SearchQuery(SCOPE, name + ".*", SearchType.DATASET, 100, filters);
        return client.dids().search(root, query).toList().stream()
                .map(FoundDid::did)
                .toList();
    }

    @Test
    void addressesThatAreComputedAreThoseOfTheCatalogue() {
        Map<String, RseSettings> rses = new LinkedHashMap<>();
        client.rses().all(root).toList().stream()
                .filter(Rse::deterministic)
                .forEach(rse -> rses.put(rse.name(), client.rses().settings(root, rse.name())));
        List<Did> files = new ArrayList<>();
        for (String scope : List.of("odd", "data", "user.alice")) {
            client.dids()
                    .search(root, new SearchQuery(scope, "*", SearchType.FILE, SearchQuery.UNLIMITED))
                    .forEachRemaining(row -> files.add(row.did()));
        }

        List<Pfn> compared = new ArrayList<>();
        ReplicaQuery query = new ReplicaQuery(files, List.of("http", "https"), ReplicaQuery.Order.RANDOM);
        for (FileReplicas file : client.replicas().files(root, query).toList()) {
            for (Pfn pfn : file.pfns()) {
                RseSettings settings = rses.get(pfn.rse());
                if (settings != null && !pfn.insideArchive()) {
                    assertThat(settings.pfns(file.did(), Domain.WAN, Operation.READ))
                            .extracting(Pfn::uri)
                            .contains(pfn.uri());
                    compared.add(pfn);
                }
            }
        }
        assertThat(compared).hasSizeGreaterThan(50);
        Did odd = new Did("user.alice", "notes/today.txt");
        assertThat(client.rses().pfns(root, "SITE-B", List.of(odd), Domain.WAN, Operation.READ))
                .containsEntry(odd, addresses("SITE-B", odd).getFirst());
    }

    @Test
    void metadataOfEveryNameAreFoundInBulk() {
        List<Did> all = client
                .dids()
                .search(root, new SearchQuery("odd", "*", SearchType.ALL, SearchQuery.UNLIMITED))
                .toList()
                .stream()
                .map(FoundDid::did)
                .toList();

        assertThat(client.dids().metadata(root, all).toList())
                .extracting(Metadata::did)
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatIsNotPublicIsNotShownToEverybody() {
        assertThat(client.openData().dids(0, 10).total()).isNotNegative();
        fails(Kind.NOT_FOUND, () -> client.openData().record(new Did("data", "ok")));
    }

    private void register(Did file) {
        Checksums sums = new Checksums(Optional.of("00000001"), Optional.empty());
        client.replicas().changes().add(root, RSE, List.of(new NewReplica(file, 5, sums)));
    }

    /// An administrator's call, which this library does not have.
    private void unlimited(String account, String rse) throws IOException {
        Request request = new Request.Builder()
                .url("%s/accounts/%s/limits/local/%s".formatted(url, account, rse))
                .header("X-Rucio-Auth-Token", root.token().value())
                .post(RequestBody.create("{\"bytes\": -1}", RucioClient.JSON))
                .build();
        try (Response response = new OkHttpClient().newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(201);
        }
        assertThat(client.accounts().limits(root, account)).containsEntry(rse, Quota.UNLIMITED);
    }

    private static void fails(Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(RucioException.class).isThrownBy(call).returns(kind, RucioException::kind);
    }
}
