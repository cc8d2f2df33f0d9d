package org.lakeside.server.rucio;

import java.util.Optional;
import java.util.function.Supplier;

/// Makes a value at its first use; a making that fails is tried again at the next.
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private Optional<T> made = Optional.empty();

    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    /// What has been made, if it has.
    public synchronized Optional<T> made() {
        return made;
    }

    @Override
    public synchronized T get() {
        if (made.isPresent()) return made.get();
        var value = maker.get();
        made = Optional.of(value);
        return value;
    }
}
