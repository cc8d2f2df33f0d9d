package org.lakeside.rucio.client;

/// A token of a real Rucio, which nobody should refuse.
record OneToken(RucioToken token) implements TokenSource {
    @Override
    public RucioToken renewed(RucioToken refused) {
        throw new IllegalStateException("nobody should refuse " + refused);
    }
}
