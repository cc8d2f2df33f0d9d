package org.lakeside.rucio.client;

import java.util.List;
import java.util.Optional;

/// Whose replicas to list.
///
/// Ask for files by name: Rucio leaves files without a usable replica, and members of archives, out of the lists of
/// collections, and says nothing of DIDs it does not know. Compare with [Dids#files] to find what is missing.
///
/// @param dids as many as needed; sent in chunks of 1000
/// @param schemes the protocols of which addresses are wanted, such as `https`; empty: the one that each RSE prefers
/// @param where which replicas count
public record ReplicaQuery(List<Did> dids, List<String> schemes, Order order, Where where) {
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

    /// Which replicas count, and from where they are to be read.
    ///
    /// @param rseExpression only those on these RSEs; one that stands for nothing is `BAD_REQUEST`
    /// @param site where the reader is: RSEs with this attribute `site` give their local addresses, first of all
    /// @param anyState also those that cannot be read now, whatever their state is
    /// @param closedRses also those on RSEs that the operators have closed to readers
    public record Where(Optional<String> rseExpression, Optional<String> site, boolean anyState, boolean closedRses) {
        /// All that can be read, from anywhere.
        public static final Where READABLE = new Where(Optional.empty(), Optional.empty(), false, false);

        public Where on(String expression) {
            return new Where(Optional.of(expression), site, anyState, closedRses);
        }

        public Where readAt(String name) {
            return new Where(rseExpression, Optional.of(name), anyState, closedRses);
        }

        /// All there are, readable or not.
        public Where all() {
            return new Where(rseExpression, site, true, true);
        }
    }

    /// All that can be read.
    public ReplicaQuery(List<Did> dids, List<String> schemes, Order order) {
        this(dids, schemes, order, Where.READABLE);
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

    /// The same for those that count.
    public ReplicaQuery where(Where those) {
        return new ReplicaQuery(dids, schemes, order, those);
    }
}
