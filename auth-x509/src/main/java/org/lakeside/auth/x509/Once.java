package org.lakeside.auth.x509;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something that takes a while to make, made when it is first asked for. Failures are not remembered.
final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    Once(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }
}
