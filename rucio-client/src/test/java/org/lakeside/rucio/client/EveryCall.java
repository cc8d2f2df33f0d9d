package org.lakeside.rucio.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// One of the things one can ask a Rucio, asked to its end.
///
/// @param goodAnswer a recorded one
/// @param rows whether the answer is a list that is read as it comes
record EveryCall(String name, boolean needsToken, boolean rows, String goodAnswer, Function<RucioClient, Object> call) {
    private static final TokenSource TOKENS = new FixedToken();
    private static final Did OK = new Did("data", "ok");
    private static final RuleId RULE = new RuleId("0123456789abcdef0123456789abcdef");
    private static final SearchQuery ALL_OF_IT = new SearchQuery("data", "*", SearchType.ALL, 100);

    static Stream<EveryCall> each() {
        return Stream.of(
                new EveryCall("ping", false, false, "ping.http", RucioClient::ping),
                new EveryCall(
                        "login",
                        false,
                        false,
                        "login.http",
                        client -> client.login(new UserPassword("alice", "secret"), Optional.of("alice"))),
                new EveryCall("account", true, false, "whoami.http", client -> client.account(TOKENS)),
                asking("scopes", "scopes.http", client -> client.scopes().of(TOKENS, "alice")),
                asking("did", "did-closed.http", client -> client.dids().did(TOKENS, OK)),
                listing("search", "search.http", client -> client.dids().search(TOKENS, ALL_OF_IT)),
                listing(
                        "content",
                        "content-dataset.http",
                        client -> client.dids().content(TOKENS, OK)),
                listing("files", "files.http", client -> client.dids().files(TOKENS, OK)),
                listing(
                        "replicas",
                        "replicas.http",
                        client -> client.replicas().files(TOKENS, ReplicaQuery.overHttp(List.of(OK)))),
                asking("metadata", "metadata.http", client -> client.dids().metadata(TOKENS, OK)),
                listing("bulkmeta", "bulkmeta.http", client -> client.dids().metadata(TOKENS, List.of(OK, OK))),
                listing("parents", "parents.http", client -> client.dids().parents(TOKENS, OK)),
                listing("rules", "rules-of-did.http", client -> client.dids().rules(TOKENS, OK)),
                listing(
                        "associated rules",
                        "rules-of-did.http",
                        client -> client.dids().rulesOverParents(TOKENS, OK)),
                asking("rule", "rule.http", client -> client.rules().rule(TOKENS, RULE)),
                listing(
                        "dataset replicas",
                        "datasets-bulk.http",
                        client -> client.replicas().datasets(TOKENS, List.of(OK))),
                listing(
                        "dataset replicas, counted",
                        "datasets-deep.http",
                        client -> client.replicas().datasetCounted(TOKENS, OK)),
                asking(
                        "all scopes",
                        "scopes-all.http",
                        client -> client.scopes().all(TOKENS)),
                listing("RSEs", "rses.http", client -> client.rses().all(TOKENS)),
                asking(
                        "RSEs of an expression",
                        "rses-matching.http",
                        client -> client.rses().matching(TOKENS, "*")),
                asking("RSE", "rse.http", client -> client.rses().settings(TOKENS, "OPEN")),
                asking(
                        "protocols",
                        "rse-protocols.http",
                        client -> client.rses().protocols(TOKENS, "OPEN")),
                asking(
                        "attributes",
                        "rse-attributes.http",
                        client -> client.rses().attributes(TOKENS, "OPEN")),
                asking("RSE usage", "rse-usage.http", client -> client.rses().usage(TOKENS, "OPEN")),
                asking("account", "account.http", client -> client.accounts().account(TOKENS, "alice")),
                asking("limits", "limits.http", client -> client.accounts().limits(TOKENS, "alice")),
                asking(
                        "global limits",
                        "limits-global.http",
                        client -> client.accounts().globalLimits(TOKENS, "alice")),
                asking("usage", "usage.http", client -> client.accounts().usage(TOKENS, "alice")),
                asking(
                        "global usage",
                        "usage-global.http",
                        client -> client.accounts().globalUsage(TOKENS, "alice")),
                listing(
                        "rules of an account",
                        "rules-list.http",
                        client -> client.rules().list(TOKENS, RuleQuery.ofAccount("alice"))),
                listing("locks", "locks.http", client -> client.rules().locks(TOKENS, RULE)),
                listing(
                        "datasets at an RSE",
                        "datasets-rse.http",
                        client -> client.replicas().datasetsAt(TOKENS, "SITE-A")),
                asking(
                        "new rule",
                        "rules-create.http",
                        client -> client.rules().create(TOKENS, List.of(OK), RuleRequest.on("X"))),
                asking(
                        "suspicious replicas",
                        "suspicious-list.http",
                        client -> client.replicas().suspicious(TOKENS, "OPEN")),
                asking(
                        "suspicion",
                        "suspicious.http",
                        client -> client.replicas()
                                .changes()
                                .declareSuspicious(TOKENS, List.of(URI.create("http://h/p")), "a test")),
                asking(
                        "PFNs",
                        "lfns2pfns.http",
                        client -> client.rses()
                                .pfns(
                                        TOKENS,
                                        "SITE-B",
                                        List.of(OK),
                                        RseProtocol.Domain.WAN,
                                        RseProtocol.Operation.READ)),
                new EveryCall(
                        "public DIDs",
                        false,
                        false,
                        "open-dids.http",
                        client -> client.openData().dids(0, 10)),
                new EveryCall(
                        "public record",
                        false,
                        false,
                        "open-record.http",
                        client -> client.openData().record(OK)),
                new EveryCall(
                        "public files",
                        false,
                        false,
                        "open-files.http",
                        client -> client.openData().files(OK)));
    }

    /// Those to which Rucio answers with no more than its status.
    static Stream<EveryCall> changes() {
        return Stream.of(
                changing(
                        "create",
                        "created.http",
                        client -> client.dids().changes().create(TOKENS, List.of(NewDid.dataset(OK)))),
                changing(
                        "attach",
                        "attached.http",
                        client -> client.dids().changes().attach(TOKENS, OK, List.of(OK))),
                changing(
                        "detach",
                        "detach.http",
                        client -> client.dids().changes().detach(TOKENS, OK, List.of(OK))),
                changing(
                        "close",
                        "closed.http",
                        client -> client.dids().changes().close(TOKENS, OK)),
                changing(
                        "extend",
                        "rule-update.http",
                        client -> client.rules().endAfter(TOKENS, RULE, Optional.empty())),
                changing("delete", "rule-delete.http", client -> client.rules().delete(TOKENS, RULE, false)),
                changing(
                        "add replicas",
                        "replica-added.http",
                        client -> client.replicas()
                                .changes()
                                .add(TOKENS, "X", List.of(new NewReplica(OK, 1, Checksums.NONE)))),
                changing(
                        "update replicas",
                        "replica-updated.http",
                        client ->
                                client.replicas().changes().update(TOKENS, "X", List.of(OK), ReplicaState.AVAILABLE)));
    }

    private static EveryCall changing(String name, String goodAnswer, Consumer<RucioClient> call) {
        return new EveryCall(name, true, false, goodAnswer, client -> {
            call.accept(client);
            return name;
        });
    }

    static Stream<EveryCall> eachAndChanges() {
        return Stream.concat(each(), changes());
    }

    private static EveryCall asking(String name, String goodAnswer, Function<RucioClient, Object> call) {
        return new EveryCall(name, true, false, goodAnswer, call);
    }

    private static EveryCall listing(String name, String goodAnswer, Function<RucioClient, RowStream<?>> call) {
        return new EveryCall(name, true, true, goodAnswer, client -> all(call.apply(client)));
    }

    /// For tests that have to wait: one for each way of asking and of reading the answer.
    static Stream<EveryCall> oneOfEachKind() {
        return each().filter(call ->
                List.of("ping", "login", "did", "search", "replicas").contains(call.name));
    }

    static Stream<EveryCall> withToken() {
        return eachAndChanges().filter(EveryCall::needsToken);
    }

    static Stream<EveryCall> givingRows() {
        return each().filter(EveryCall::rows);
    }

    Object of(RucioClient client) {
        return call.apply(client);
    }

    static <T> List<T> all(RowStream<T> rows) {
        try (rows) {
            List<T> all = new ArrayList<>();
            rows.forEachRemaining(all::add);
            return all;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
