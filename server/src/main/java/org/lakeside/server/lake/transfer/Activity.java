package org.lakeside.server.lake.transfer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What is on its way at this moment, and how far it has come.
final class Activity {
    private final Map<Key, Supplier<LocalState>> byKey = new ConcurrentHashMap<>();

    /// Under way until closed.
    interface Going extends AutoCloseable {
        @Override
        void close();
    }

    Going file(StoredFile file, LongSupplier bytesHere) {
        return put(
                Key.of(file),
                () -> new LocalState(
                        LocalState.Kind.DOWNLOADING,
                        bytesHere.getAsLong(),
                        OptionalLong.of(file.bytes()),
                        OptionalLong.of(0),
                        OptionalLong.of(1)));
    }

    Going collection(Key key, Supplier<LocalState> state) {
        return put(key, state);
    }

    Optional<LocalState> of(Key key) {
        Supplier<LocalState> going = byKey.get(key);
        return going == null ? Optional.empty() : Optional.of(going.get());
    }

    private Going put(Key key, Supplier<LocalState> state) {
        byKey.put(key, state);
        return () -> byKey.remove(key, state);
    }
}
