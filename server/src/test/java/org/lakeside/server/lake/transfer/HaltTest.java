package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.movers.http.HttpMover;

/// Stopping, of a file and of those who want it, in every order.
final class HaltTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final Storage storage = new Storage("OPEN");
    private final InMemoryLake lake = new InMemoryLake();
    private final TestClock clock = new TestClock();
    private Store store;
    private FetchTools fetch;
    private Flights flights;
    private RunTools tools;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("data"), new SqliteIndex(directory.resolve("state")), Clock.systemUTC());
        fetch = new FetchTools(
                List.of(new HttpMover(new OkHttpClient(), Bench.STALL)),
                new SourceHealth(clock),
                clock,
                (wait, _) -> clock.pass(wait));
        flights = new Flights(store, fetch, 4);
        tools = new RunTools(store, lake, lake, fetch, flights, new Semaphore(4), 4, () -> 0);
    }

    @AfterEach
    void close() {
        flights.close();
        store.close();
        storage.close();
    }

    @Test
    void aDownloadWhoseFilesAreStoppedWithTheServiceIsNotTakenForDone() {
        byte[] content = InMemoryLake.bytes("f", 5 * MIB);
        StoredFile file = lake.file("f", content, storage.put("f", content));
        storage.always(Storage::slow);
        var job = new Job(Job.fresh("id", Key.of(file), clock.instant()), store, clock);
        job.start(new Run(Key.of(file), tools, Optional.empty()));
        await().until(() -> job.snapshot().bytes().done() > MIB);

        flights.hurryDown(); // the run itself is stopped after all files

        await().until(job::idle);
        assertThat(job.snapshot().state()).isInstanceOf(DownloadState.Running.class);
        assertThat(store.index().downloads())
                .singleElement()
                .matches(download -> !download.state().over(), "goes on after a restart");
    }

    @Test
    void whoBringsAFileForOthersTooAsksOnWhenTheFirstWhoWantedItIsGone() {
        StoredFile file = lake.file("f", new byte[3], storage.at("f"));
        store.list(file.instance(), file.did(), lake);
        var first = new Stop();
        var page = new PageReader(Key.of(file), tools, first).read(Optional.empty(), 10);
        first.stop();
        lake.refuse(new Problem(Problem.Kind.RUCIO_UNAVAILABLE, "Rucio does not answer.", "Wait."));

        List<Source> found = page.sources(file).again().ask(new Stop());

        assertThat(found).containsExactly(storage.at("f"));
    }

    @Test
    void whoWantsOtherBytesDoesNotJoin() throws Exception {
        byte[] old = InMemoryLake.bytes("old", 2 * MIB);
        byte[] corrected = InMemoryLake.bytes("corrected", 2 * MIB);
        Source oldSource = storage.put("old", old);
        Source source = storage.put("corrected", corrected);
        storage.next(honest -> honest.throttleBody(256 * 1024, 20, TimeUnit.MILLISECONDS));
        StoredFile before = lake.file("f", old);
        StoredFile after = lake.file("f", corrected);

        Flight first = flights.board(before, _ -> from(oldSource));
        Flight second = flights.board(after, _ -> from(source));

        assertThat(second).isNotSameAs(first);
        assertThat(second.ended().get()).isEqualTo(new Flight.End.Landed(true));
        assertThat(store.completePath(after).orElseThrow()).hasBinaryContent(corrected);
    }

    @Test
    void whoKnowsTheChecksumDoesNotJoinOneThatDoesNot() throws Exception {
        byte[] content = InMemoryLake.bytes("f", 2 * MIB);
        Source source = storage.put("f", content);
        storage.next(honest -> honest.throttleBody(256 * 1024, 20, TimeUnit.MILLISECONDS));
        StoredFile unknown = lake.file("f", content.length, Checksums.NONE, source);
        StoredFile known = lake.file("f", content, source);

        flights.board(unknown, _ -> from(source));
        Flight second = flights.board(known, _ -> from(source));

        assertThat(second.ended().get()).isInstanceOf(Flight.End.Landed.class);
        assertThat(store.completePath(known)).isPresent();
        assertThat(storage.asked()).hasSize(1);
    }

    private FoundSources from(Source source) {
        return new FoundSources(List.of(source), clock.instant(), _ -> List.of());
    }
}
