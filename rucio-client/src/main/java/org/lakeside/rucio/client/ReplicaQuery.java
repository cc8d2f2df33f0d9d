package org.lakeside.rucio.client;

import java.util.List;

/// Whose replicas to list.
///
/// Ask for files by name: Rucio leaves files without a usable replica, and members of archives, out of the lists of
/// collections, and says nothing of DIDs it does not know. Compare with [RucioClient#files] to find what is missing.
///
/// @param dids as many as needed; sent in chunks of 1000
/// @param schemes the protocols of which addresses are wanted, such as `https`; empty: the one that each RSE prefers
public record ReplicaQuery(List<Did> dids, List<String> schemes, Order order) {
    /// What plain web clients can read.
    public static final List<String> HTTP_SCHEMES = List.of("https", "davs", "http", "dav");

    /// How Rucio orders the addresses. `NEAREST` looks up every host's place on earth, which makes long lists four to
    /// nine times slower.
    public enum Order {
        NEAREST("geoip"),
        RANDOM("random");

        private final String inRucio;

        Order(String inRucio) {
            this.inRucio = inRucio;
        }

        String inRucio() {
            return inRucio;
        }
    }

    public ReplicaQuery {
        dids = List.copyOf(dids);
        schemes = List.copyOf(schemes);
    }

    /// Over these protocols, near ones first.
    public static ReplicaQuery over(List<String> schemes, List<Did> dids) {
        return new ReplicaQuery(dids, schemes, Order.NEAREST);
    }

    public static ReplicaQuery overHttp(List<Did> dids) {
        return new ReplicaQuery(dids, HTTP_SCHEMES, Order.NEAREST);
    }
}
