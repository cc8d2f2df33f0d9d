package org.lakeside.example;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.Condition;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.FileInDid;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.Filters;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.ReplicaQuery;
import org.lakeside.rucio.client.RowStream;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.RuleId;
import org.lakeside.rucio.client.RuleRequest;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.rucio.client.UserPassword;

public final class Example {
    private Example() {}

    // example: begins
    /// Logs in once, and again when the token has ended.
    public static TokenSource login(RucioClient rucio, UserPassword user) {
        return new TokenSource() {
            private RucioToken token = rucio.login(user, Optional.empty());

            @Override
            public RucioToken token() {
                return token;
            }

            @Override
            public RucioToken renewed(RucioToken refused) {
                token = rucio.login(user, Optional.of(refused.account()));
                return token;
            }
        };
    }

    /// Where the files of a dataset can be read.
    public static List<URI> addresses(URI server, UserPassword alice, Did dataset) {
        RucioClient rucio = RucioClient.builder(server).build();
        TokenSource tokens = login(rucio, alice);

        List<Did> files = new ArrayList<>();
        try (RowStream<FileInDid> rows = rucio.dids().files(tokens, dataset)) {
            rows.forEachRemaining(file -> files.add(file.did()));
        }
        List<URI> addresses = new ArrayList<>();
        try (RowStream<FileReplicas> rows = rucio.replicas().files(tokens, ReplicaQuery.overHttp(files))) {
            rows.forEachRemaining(file -> file.pfns().stream().findFirst().ifPresent(pfn -> addresses.add(pfn.uri())));
        }
        return addresses;
    }
    // example: ends

    // example: begins
    /// The large datasets of one kind, each asked for on a tier-1 site for a month.
    public static List<RuleId> keep(RucioClient rucio, TokenSource tokens) {
        Filters large = Filters.all(
                Condition.of("datatype", Condition.Operator.EQUAL, "DAOD*"),
                Condition.of("bytes", Condition.Operator.GREATER, 1_000_000_000L));
        SearchQuery query = new SearchQuery("data", "*", SearchType.DATASET, SearchQuery.UNLIMITED, large);
        List<Did> found = rucio.dids().search(tokens, query).toList().stream()
                .map(FoundDid::did)
                .toList();
        try {
            return rucio.rules().create(tokens, found, RuleRequest.on("tier=1").lasting(Duration.ofDays(30)));
        } catch (RucioException e) {
            switch (e.kind()) {
                case OVER_QUOTA ->
                    System.err.println("no room: " + rucio.accounts().limits(tokens, "alice"));
                case UNAVAILABLE ->
                    System.err.println("try again in " + e.retryAfter().orElse(Duration.ofMinutes(1)));
                default -> System.err.println(e.getMessage());
            }
            return List.of();
        }
    }
    // example: ends
}
