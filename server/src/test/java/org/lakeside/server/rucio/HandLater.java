package org.lakeside.server.rucio;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.lakeside.server.SettableClock;

/// Time that passes by hand: what is due runs on the thread of whoever lets it pass; what is wanted at once, at once.
final class HandLater implements Later {
    private final SettableClock clock;
    // Guarded by `this`.
    private final List<Planned> all = new ArrayList<>();

    private record Planned(Instant due, Runnable task) {}

    HandLater(SettableClock clock) {
        this.clock = clock;
    }

    @Override
    public Runnable after(Duration time, Runnable task) {
        if (!time.isPositive()) {
            task.run();
            return () -> {};
        }
        var planned = new Planned(clock.instant().plus(time), task);
        synchronized (this) {
            all.add(planned);
        }
        return () -> takeBack(planned);
    }

    void pass(Duration time) {
        clock.advance(time);
        for (var next = nextDue(); next.isPresent(); next = nextDue())
            next.get().task().run();
    }

    private synchronized void takeBack(Planned planned) {
        all.remove(planned);
    }

    private synchronized Optional<Planned> nextDue() {
        var next =
                all.stream().filter(one -> !one.due().isAfter(clock.instant())).min(Comparator.comparing(Planned::due));
        next.ifPresent(all::remove);
        return next;
    }
}
