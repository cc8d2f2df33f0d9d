package org.lakeside.rucio.client;

/// What Rucio thinks of a replica.
public enum ReplicaState {
    AVAILABLE("A"),
    UNAVAILABLE("U"),
    /// On its way there.
    COPYING("C"),
    BAD("B"),
    TEMPORARY_UNAVAILABLE("T");

    private final String letter;

    ReplicaState(String letter) {
        this.letter = letter;
    }

    /// As it goes in; it comes out as a word.
    String letter() {
        return letter;
    }
}
