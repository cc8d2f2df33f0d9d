package org.lakeside.example;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.FileInDid;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.ReplicaQuery;
import org.lakeside.rucio.client.RowStream;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.rucio.client.UserPassword;

public final class Example {
    private Example() {}

    // example: begins
    /// Where the files of a dataset can be read.
    public static List<URI> addresses(URI server, UserPassword alice, Did dataset) {
        RucioClient rucio = RucioClient.builder(server).build();
        TokenSource tokens = new TokenSource() {
            private RucioToken token = rucio.login(alice, Optional.empty());

            @Override
            public RucioToken token() {
                return token;
            }

            @Override
            public RucioToken renewed(RucioToken refused) {
                token = rucio.login(alice, Optional.of(refused.account()));
                return token;
            }
        };

        List<Did> files = new ArrayList<>();
        try (RowStream<FileInDid> rows = rucio.files(tokens, dataset)) {
            rows.forEachRemaining(file -> files.add(file.did()));
        }
        List<URI> addresses = new ArrayList<>();
        try (RowStream<FileReplicas> rows = rucio.replicas(tokens, ReplicaQuery.overHttp(files))) {
            rows.forEachRemaining(file -> file.pfns().stream().findFirst().ifPresent(pfn -> addresses.add(pfn.uri())));
        }
        return addresses;
    }
    // example: ends
}
