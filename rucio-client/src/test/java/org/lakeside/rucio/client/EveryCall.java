package org.lakeside.rucio.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// One of the things one can ask a Rucio, asked to its end.
///
/// @param goodAnswer a recorded one
/// @param rows whether the answer is a list that is read as it comes
record EveryCall(String name, boolean needsToken, boolean rows, String goodAnswer, Function<RucioClient, Object> call) {
    private static final TokenSource TOKENS = new FixedToken();
    private static final Did OK = new Did("data", "ok");
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
                new EveryCall("scopes", true, false, "scopes.http", client -> client.scopes(TOKENS, "alice")),
                new EveryCall("did", true, false, "did-closed.http", client -> client.did(TOKENS, OK)),
                new EveryCall("search", true, true, "search.http", client -> all(client.search(TOKENS, ALL_OF_IT))),
                new EveryCall("content", true, true, "content-dataset.http", client -> all(client.content(TOKENS, OK))),
                new EveryCall("files", true, true, "files.http", client -> all(client.files(TOKENS, OK))),
                new EveryCall(
                        "replicas",
                        true,
                        true,
                        "replicas.http",
                        client -> all(client.replicas(TOKENS, ReplicaQuery.overHttp(List.of(OK))))));
    }

    static Stream<EveryCall> withToken() {
        return each().filter(EveryCall::needsToken);
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
