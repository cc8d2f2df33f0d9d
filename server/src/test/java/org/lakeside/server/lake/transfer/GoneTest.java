package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.lake.transfer.Presence.Absent;
import org.lakeside.server.lake.transfer.Presence.Complete;
import org.lakeside.server.lake.transfer.StoreIndex.Entry;

/// Files that somebody removed or changed, and somebody looks for.
final class GoneTest {
    @TempDir
    Path directory;

    private final StoredFile file = new StoredFile(InMemoryLake.INSTANCE, InMemoryLake.did("f"), 3, Checksums.NONE);
    private SqliteIndex index;

    @BeforeEach
    void open() {
        index = new SqliteIndex(directory.resolve("state"));
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void itIsNotHereAnyMore() throws Exception {
        Complete complete = arrive("one");
        Files.delete(place());

        assertThat(store(index).completePath(file)).isEmpty();

        assertThat(presence()).isEqualTo(new Absent()).isNotEqualTo(complete);
    }

    @Test
    void oneThatComesAnewMeanwhileStays() throws Exception {
        arrive("one");
        StoreIndex arriving = afterFinding(() -> arrive("two"));

        store(arriving).completePath(file);

        assertThat(presence()).isEqualTo(new Complete(Fingerprint.of(place()).orElseThrow(), true));
    }

    @Test
    void oneThatBeganToComeAnewMeanwhileGoesOn() throws Exception {
        arrive("one");
        Files.delete(place());
        var begun = new Presence.Partial("t", Blocks.none(3).marks("boot-1"), 0, List.of());
        StoreIndex beginning = afterFinding(() -> index.put(List.of(new Entry(file, begun))));

        store(beginning).state(file.instance(), file.did());

        assertThat(presence()).isInstanceOf(Presence.Partial.class);
    }

    private Store store(StoreIndex over) {
        return Store.open(directory.resolve("data"), over, Clock.systemUTC());
    }

    private Path place() {
        return directory.resolve("data/lake/user.alice/f");
    }

    private Complete arrive(String content) throws IOException {
        Files.createDirectories(place().getParent());
        Path growing = Files.writeString(directory.resolve(content), content);
        Files.move(growing, place(), StandardCopyOption.ATOMIC_MOVE);
        var complete = new Complete(Fingerprint.of(place()).orElseThrow(), true);
        index.put(List.of(new Entry(file, complete)));
        return complete;
    }

    private Presence presence() {
        return index.find(file.instance(), file.did()).map(Entry::presence).orElseThrow();
    }

    /// Something that happens.
    private interface Incident {
        void befall() throws IOException;
    }

    /// The index, and what happens once a file has been looked up in it.
    private StoreIndex afterFinding(Incident incident) {
        return (StoreIndex) Proxy.newProxyInstance(
                StoreIndex.class.getClassLoader(), new Class<?>[] {StoreIndex.class}, (_, method, given) -> {
                    Object answer = call(method, Optional.ofNullable(given).orElseGet(() -> new Object[0]));
                    if (method.getName().startsWith("find")) incident.befall();
                    return answer;
                });
    }

    private Object call(Method method, Object[] given) throws Throwable {
        try {
            return method.invoke(index, given);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
