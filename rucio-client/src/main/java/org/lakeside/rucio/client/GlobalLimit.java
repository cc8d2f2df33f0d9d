package org.lakeside.rucio.client;

import java.util.List;

/// A limit over several RSEs together. Those of each RSE hold besides.
///
/// @param rses what the expression stands for now
public record GlobalLimit(String rseExpression, List<String> rses, Quota quota) {
    public GlobalLimit {
        rses = List.copyOf(rses);
    }
}
