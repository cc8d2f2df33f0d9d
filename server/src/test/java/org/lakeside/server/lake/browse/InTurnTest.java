package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InTurnTest {
    private final List<String> events = new ArrayList<>();

    @Test
    void rowsOfAllStreamsComeOneStreamAfterTheOther() {
        var rows = new InTurn<>(List.of(stream("a", 1, 2), stream("b"), stream("c", 3)));

        List<Integer> all = new ArrayList<>();
        rows.forEachRemaining(all::add);

        assertThat(all).containsExactly(1, 2, 3);
    }

    @Test
    void aStreamIsClosedBeforeTheNextIsOpened() {
        var rows = new InTurn<>(List.of(stream("a", 1), stream("b", 2)));

        rows.forEachRemaining(_ -> {});
        rows.close();

        assertThat(events).startsWith("a opened", "a closed", "b opened").endsWith("b closed");
    }

    @Test
    void noStreamIsOpenedBeforeARowIsWanted() {
        try (var rows = new InTurn<>(List.of(stream("a", 1)))) {
            assertThat(rows).isNotNull();
            assertThat(events).isEmpty();
        }
    }

    @Test
    void whatIsClosedWhileItsNextStreamIsOpenedEndsThatOneToo() {
        List<Supplier<Rows<Integer>>> streams = new ArrayList<>();
        var rows = new InTurn<>(List.of(stream("a", 1), () -> streams.getLast().get()));
        streams.add(() -> {
            rows.close();
            return stream("b", 2).get();
        });
        rows.next();

        assertThatExceptionOfType(CancellationException.class).isThrownBy(rows::hasNext);

        assertThat(events).containsSubsequence("a closed", "b opened", "b closed");
    }

    private Supplier<Rows<Integer>> stream(String name, Integer... numbers) {
        return () -> {
            events.add(name + " opened");
            return new Told(name, List.of(numbers).iterator());
        };
    }

    /// Says when it is closed.
    private final class Told implements Rows<Integer> {
        private final String name;
        private final Iterator<Integer> numbers;

        Told(String name, Iterator<Integer> numbers) {
            this.name = name;
            this.numbers = numbers;
        }

        @Override
        public boolean hasNext() {
            return numbers.hasNext();
        }

        @Override
        public Integer next() {
            return numbers.next();
        }

        @Override
        public void close() {
            events.add(name + " closed");
        }
    }
}
