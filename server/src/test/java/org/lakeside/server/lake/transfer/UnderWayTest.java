package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can happen to downloads under way: they are watched, cancelled, shared, and outlive the process.
final class UnderWayTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final Storage first = new Storage("FIRST");
    private final Storage nowhere = new Storage("NOWHERE");
    private final byte[] content = InMemoryLake.bytes("content", 5 * MIB + 3);
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
        first.close();
        nowhere.close();
    }

    @Test
    void cancellingEndsAtOnceAndTheNextDownloadGoesOnFromThere() throws Exception {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        first.next(Storage::slow);
        String id = bench.downloads.start(InMemoryLake.INSTANCE, file.did()).id();
        await().until(() -> bench.downloads.find(id).orElseThrow().bytes().done() > 2 * MIB);

        bench.downloads.cancel(id);

        Download cancelled = bench.downloads.find(id).orElseThrow();
        assertThat(cancelled.state()).isInstanceOf(DownloadState.Cancelled.class);
        assertThat(cancelled.bytes().done()).isGreaterThan(2 * MIB);
        assertThat(bench.visible()).isEmpty();
        bench.close();
        bench = new Bench(directory, bench.lake, "boot-1");
        bench.fetch(file.did());
        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(from(first.asked().getLast())).isGreaterThanOrEqualTo(2 * MIB);
    }

    @Test
    void twoDownloadsThatShareAFileMoveItOnce() throws Exception {
        StoredFile shared = bench.lake.file("shared", content, first.put("shared", content));
        first.next(honest -> honest.throttleBody(512 * 1024, 20, TimeUnit.MILLISECONDS));
        String one = bench.downloads
                .start(InMemoryLake.INSTANCE, bench.lake.dataset("one", shared))
                .id();
        await().until(() -> !first.asked().isEmpty());

        String two = bench.downloads
                .start(InMemoryLake.INSTANCE, bench.lake.dataset("two", shared))
                .id();

        assertThat(bench.ended(one).state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.ended(two).state()).isInstanceOf(DownloadState.Done.class);
        assertThat(first.asked()).hasSize(1);
        assertThat(bench.content(shared.did())).isEqualTo(content);
    }

    @Test
    void cancellingOneOfTwoThatShareAFileLeavesItToTheOther() throws Exception {
        StoredFile shared = bench.lake.file("shared", content, first.put("shared", content));
        first.next(honest -> honest.throttleBody(256 * 1024, 20, TimeUnit.MILLISECONDS));
        String one = bench.downloads
                .start(InMemoryLake.INSTANCE, bench.lake.dataset("one", shared))
                .id();
        String two = bench.downloads
                .start(InMemoryLake.INSTANCE, bench.lake.dataset("two", shared))
                .id();
        await().until(() -> bench.downloads.find(one).orElseThrow().bytes().done() > 0
                && bench.downloads.find(two).orElseThrow().bytes().done() > 0);

        bench.downloads.cancel(one);

        assertThat(bench.ended(two).state()).isInstanceOf(DownloadState.Done.class);
        assertThat(first.asked()).hasSize(1);
    }

    @Test
    void theSameDidTwiceIsOneDownload() {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        var delivery = new Semaphore(0);
        first.next(honest -> {
            delivery.acquireUninterruptibly();
            return honest;
        });

        String one = bench.downloads.start(InMemoryLake.INSTANCE, file.did()).id();
        String two = bench.downloads.start(InMemoryLake.INSTANCE, file.did()).id();

        assertThat(two).isEqualTo(one);
        delivery.release();
        bench.ended(one);
    }

    @Test
    void aRestartedServiceGoesOnWhereTheLastOneStopped() throws Exception {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        first.next(Storage::slow);
        String id = bench.downloads.start(InMemoryLake.INSTANCE, file.did()).id();
        await().until(() -> bench.downloads.find(id).orElseThrow().bytes().done() > 2 * MIB);
        bench.close();

        bench = new Bench(directory, bench.lake, "boot-1");
        bench.downloads.resumeUnfinished();

        assertThat(bench.ended(id).state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(from(first.asked().getLast())).isGreaterThanOrEqualTo(2 * MIB);
    }

    @Test
    void whereItCameFromIsKnownWhenItIsDoneAndOfTheNextProcess() {
        StoredFile file = bench.lake.file("f", content, nowhere.at("f"), first.put("f", content));

        Download done = bench.fetch(file.did());

        assertThat(done.sources()).containsExactly("FIRST");
        bench.close();
        bench = new Bench(directory, bench.lake, "boot-1");
        assertThat(bench.downloads.find(done.id()).orElseThrow().sources()).containsExactly("FIRST");
    }

    @Test
    void aCancelledDownloadStaysCancelledAfterARestart() {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        first.next(Storage::slow);
        String id = bench.downloads.start(InMemoryLake.INSTANCE, file.did()).id();
        bench.downloads.cancel(id);
        bench.close();

        bench = new Bench(directory, bench.lake, "boot-1");
        bench.downloads.resumeUnfinished();

        assertThat(bench.downloads.find(id).map(Download::state)).get().isInstanceOf(DownloadState.Cancelled.class);
    }

    @Test
    void progressIsHeardAndTheLastStateIsAlwaysTold() {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        first.next(honest -> honest.throttleBody(512 * 1024, 120, TimeUnit.MILLISECONDS));

        Download download = bench.fetch(file.did());

        await().untilAsserted(() -> assertThat(bench.heard).last().isEqualTo(download));
        assertThat(bench.heard).extracting(Download::state).hasAtLeastOneElementOfType(DownloadState.Running.class);
        assertThat(bench.heard).extracting(heard -> heard.bytes().done()).isSorted();
        assertThat(bench.heard.stream()
                        .flatMap(heard -> heard.state() instanceof DownloadState.Running running
                                ? running.sources().stream()
                                : List.<String>of().stream()))
                .contains("FIRST");
    }

    /// The first byte that a request asked for.
    private static long from(String asked) {
        return Long.parseLong(asked.substring(asked.indexOf(' ') + 1, asked.indexOf('-')));
    }
}
