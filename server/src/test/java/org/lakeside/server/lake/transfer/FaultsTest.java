package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.movers.http.HttpMover;

/// What storages do when they do not simply deliver.
final class FaultsTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final Storage first = new Storage("FIRST");
    private final Storage second = new Storage("SECOND");
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
        second.close();
    }

    @Test
    void whatOneStorageDoesNotHaveComesFromTheNext() throws Exception {
        StoredFile file = bench.lake.file("f", content, first.at("f"), second.put("f", content));

        Download download = bench.fetch(file.did());

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(first.asked()).hasSize(1);
    }

    @Test
    void whatNoStorageHasIsSaidOfEach() {
        second.next(honest -> status(403));
        StoredFile file = bench.lake.file("f", content, first.at("f"), second.at("f"));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.STORAGE_FAILED);
        assertThat(problem.detail())
                .isEqualTo("No storage delivered user.alice:f: FIRST answered 404 Not Found;"
                        + " SECOND answered 403 Forbidden.");
        assertThat(problem.remedy()).contains("FIRST and SECOND");
        assertThat(problem.more()).containsEntry(Problem.DID, "user.alice:f");
    }

    @Test
    void aStorageThatAsksToWaitIsWaitedForWhenThereIsNoOther() throws Exception {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        first.next(honest -> status(503).setHeader("Retry-After", "20"));

        Download download = bench.fetch(file.did());

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.clock.waits()).containsExactly(Duration.ofSeconds(20));
    }

    @Test
    void aStorageThatAsksToWaitIsLeftForAnother() {
        StoredFile file = bench.lake.file("f", content, first.put("f", content), second.put("f", content));
        first.next(honest -> status(503).setHeader("Retry-After", "20"));

        bench.fetch(file.did());

        assertThat(bench.clock.waits()).isEmpty();
        assertThat(second.asked()).hasSize(1);
    }

    @Test
    void aStorageThatAsksToWaitTooLongIsNotWaitedFor() {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        first.next(honest -> status(503).setHeader("Retry-After", "86400"));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.detail()).contains("FIRST answered 503 Service Unavailable");
        assertThat(bench.clock.waits()).isEmpty();
    }

    @Test
    void aBusyStorageThatDoesNotSayHowLongIsTriedAFewTimes() {
        Storage.Trick busy = honest -> status(503);
        first.next(busy, busy, busy, busy, busy, busy);
        StoredFile file = bench.lake.file("f", content, first.put("f", content));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.STORAGE_FAILED);
        assertThat(first.asked()).hasSize(5);
        assertThat(bench.clock.waits().stream().mapToLong(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L);
    }

    @Test
    void aStorageThatIsSlowToFailIsNotAskedForEver() {
        first.always(honest -> {
            bench.clock.pass(Duration.ofSeconds(20));
            return status(500);
        });
        StoredFile file = bench.lake.file("f", content, first.put("f", content));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.STORAGE_FAILED);
        assertThat(first.asked()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void aLongDownloadAsksForNewAddressesAsOftenAsItTakes() throws Exception {
        Storage.Trick cut = honest -> {
            bench.clock.pass(Duration.ofMinutes(2));
            return honest.throttleBody(MIB, 1, TimeUnit.MILLISECONDS).onResponseBody(new SocketEffect.CloseSocket());
        };
        Storage.Trick expired = honest -> status(403);
        first.next(cut, expired, cut, expired, cut, expired, cut, expired, cut, expired);
        StoredFile file = bench.lake.file("f", content, first.put("f", content));

        Download download = bench.fetch(file.did());

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.content(file.did())).isEqualTo(content);
    }

    @Test
    void afterACutTheRestComesFromTheNextSource() throws Exception {
        StoredFile file = bench.lake.file("f", content, first.put("f", content), second.put("f", content));
        first.next(honest -> honest.onResponseBody(new SocketEffect.CloseSocket()));

        bench.fetch(file.did());

        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(second.asked()).hasSize(1);
        assertThat(from(second.asked().getFirst())).isPositive().matches(from -> from % MIB == 0, "at a block");
    }

    @Test
    void afterACutTheRestComesFromTheSameSourceIfItIsTheOnlyOne() throws Exception {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        first.next(honest -> honest.onResponseBody(new SocketEffect.CloseSocket()));

        bench.fetch(file.did());

        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(first.asked()).hasSize(2);
        assertThat(from(first.asked().getLast())).isPositive().matches(from -> from % MIB == 0, "at a block");
    }

    @Test
    void aStorageThatFallsSilentIsLeft() throws Exception {
        waitShortlyForTheFirst();
        StoredFile file = bench.lake.file("f", content, first.put("f", content), second.put("f", content));
        first.next(honest -> honest.onResponseBody(SocketEffect.Stall.INSTANCE));

        bench.fetch(file.did());

        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(second.asked()).hasSize(1);
    }

    @Test
    void aStorageThatNeverAnswersIsLeftAndNotAskedFirstAgain() throws Exception {
        waitShortlyForTheFirst();
        first.next(honest -> honest.onResponseStart(SocketEffect.Stall.INSTANCE));
        Did set = bench.lake.dataset(
                "set", bench.lake.file("a", content, first.put("a", content), second.put("a", content)));
        bench.fetch(set);

        byte[] other = InMemoryLake.bytes("other", 10);
        bench.fetch(
                bench.lake.dataset("more", bench.lake.file("b", other, first.put("b", other), second.put("b", other))));

        // A new download forgives; within one, the storage rests.
        assertThat(first.asked()).hasSizeBetween(1, 2);
        assertThat(bench.content(InMemoryLake.did("a"))).isEqualTo(content);
        assertThat(bench.content(InMemoryLake.did("b"))).isEqualTo(other);
    }

    @Test
    void bytesThatWereNotAskedForAreRefused() throws Exception {
        StoredFile file = bench.lake.file("f", content, first.put("f", content), second.put("f", content));
        first.next(
                honest -> honest.setHeader("Content-Range", "bytes 1-%d/%d".formatted(content.length, content.length)));

        bench.fetch(file.did());

        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(second.asked()).containsExactly("f 0-" + (content.length - 1));
    }

    @Test
    void aFileOfAnotherSizeIsRefusedBeforeItsBytesCome() {
        StoredFile file = bench.lake.file("f", content, first.put("f", new byte[MIB]));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.detail())
                .contains("FIRST has %d bytes, the catalogue says %d".formatted(MIB, content.length));
    }

    @Test
    void wrongBytesAreThrownAwayAndTheNextSourceIsAsked() throws Exception {
        byte[] damaged = content.clone();
        damaged[MIB + 1] ^= 1;
        StoredFile file = bench.lake.file("f", content, first.put("f", damaged), second.put("f", content));

        Download download = bench.fetch(file.did());

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(bench.growing()).isEmpty();
    }

    @Test
    void wrongBytesOfASourceThatSentOnlyAPartAreFoundOut() throws Exception {
        byte[] damaged = content.clone();
        damaged[0] ^= 1;
        StoredFile file = bench.lake.file("f", content, first.put("f", damaged), second.put("f", content));
        first.next(honest -> honest.onResponseBody(new SocketEffect.CloseSocket()));

        bench.fetch(file.did());

        assertThat(bench.content(file.did())).isEqualTo(content);
    }

    @Test
    void aSourceThatSentWrongBytesIsAskedLastTheNextTime() throws Exception {
        byte[] damaged = content.clone();
        damaged[7] ^= 1;
        StoredFile file = bench.lake.file("f", content, first.put("f", damaged), second.put("f", content));
        bench.fetch(file.did());
        Files.delete(bench.store.completePath(file).orElseThrow());

        bench.fetch(file.did());

        assertThat(first.asked()).hasSize(1);
        assertThat(second.asked()).hasSize(2);
    }

    @Test
    void whenAllSourcesSendWrongBytesTheyAreNamedAndNothingIsShown() throws Exception {
        byte[] damaged = content.clone();
        damaged[7] ^= 1;
        StoredFile file = bench.lake.file("f", content, first.put("f", damaged), second.put("f", damaged));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.CHECKSUM_MISMATCH);
        assertThat(problem.detail())
                .contains("FIRST sent bytes with adler32 ", "SECOND sent bytes with adler32 ", " instead of adler32 ");
        assertThat(problem.remedy()).contains("FIRST and SECOND");
        assertThat(bench.state(file.did()).kind()).isEqualTo(LocalState.Kind.BAD);
        assertThat(bench.visible()).isEmpty();
        assertThat(bench.growing()).isEmpty();
    }

    @Test
    void aStorageThatSendsNoPartsDeliversWholeFiles() throws Exception {
        Storage.Trick whole = honest -> new MockResponse.Builder().body(new Buffer().write(content));
        first.next(honest -> whole.play(honest).onResponseBody(new SocketEffect.CloseSocket()), whole, whole);
        StoredFile file = bench.lake.file("f", content, first.put("f", content));

        bench.fetch(file.did());

        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(from(first.asked().getLast())).isZero();
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNotMixed() throws Exception {
        first.next(
                honest -> honest.setHeader("ETag", "\"one\"").onResponseBody(new SocketEffect.CloseSocket()),
                honest -> honest.setHeader("ETag", "\"two\""));
        StoredFile file = bench.lake.file("f", content, first.put("f", content));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.detail()).contains("FIRST changed the file while it was read");
    }

    @Test
    void aStorageThatIsDeadFailsManyFilesSoon() {
        Storage gone = new Storage("GONE");
        StoredFile[] files = new StoredFile[40];
        for (int i = 0; i < files.length; i++) files[i] = bench.lake.file("f" + i, content, gone.at("f" + i));
        gone.close();

        Download download = bench.fetch(bench.lake.dataset("set", files));

        assertThat(download.files().failed()).isEqualTo(40);
        assertThat(download.failures()).hasSize(20);
        assertThat(DownloadsTest.problem(download).detail())
                .contains("40 of 40 files did not come", "and 37 more")
                .containsPattern("GONE (refuses connections|did not answer a moment ago)");
        assertThat(bench.clock.waits().size()).isLessThan(40);
    }

    @Test
    void aCatalogueThatIsAwayForAWhileIsWaitedFor() {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        bench.lake.refuse(new Problem(Problem.Kind.RUCIO_UNAVAILABLE, "Rucio does not answer.", "Wait."));

        Download download = bench.fetch(file.did());

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.clock.waits()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void aLoginThatEndedIsSaidAtOnce() {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        bench.lake.refuse(new Problem(Problem.Kind.LOGIN_EXPIRED, "Your login has ended.", "Log in."));

        Problem problem = DownloadsTest.problem(bench.fetch(file.did()));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.LOGIN_EXPIRED);
    }

    @Test
    void whatIsWaitedForIsSaid() {
        StoredFile file = bench.lake.file("f", content, first.put("f", content));
        first.next(honest -> status(503).setHeader("Retry-After", "20"));
        var said = new AtomicReference<Optional<String>>(Optional.empty());
        bench.clock.whenWaiting(
                () -> said.set(waiting(bench.downloads.all().getFirst().state())));

        bench.fetch(file.did());

        assertThat(said.get()).contains("Waiting for FIRST (it asked us to wait 20 s)");
    }

    /// And for the second as long as it takes on a busy machine.
    private void waitShortlyForTheFirst() {
        var shortly = new HttpMover(new OkHttpClient(), Duration.ofMillis(500));
        var patiently = new HttpMover(new OkHttpClient(), Bench.STALL);
        bench.close();
        bench = new Bench(directory, new InMemoryLake(), new Mover() {
            @Override
            public boolean moves(URI uri) {
                return patiently.moves(uri);
            }

            @Override
            public Optional<String> fetch(
                    Source source, Piece piece, Optional<String> version, BlockSink into, Stop stop)
                    throws MoveFailure, IOException {
                var mover = source.rse().equals("FIRST") ? shortly : patiently;
                return mover.fetch(source, piece, version, into, stop);
            }
        });
    }

    private static Optional<String> waiting(DownloadState state) {
        return state instanceof DownloadState.Running running ? running.waiting() : Optional.empty();
    }

    private static MockResponse.Builder status(int code) {
        return new MockResponse.Builder().code(code);
    }

    /// The first byte that a request asked for.
    private static long from(String asked) {
        return Long.parseLong(asked.substring(asked.indexOf(' ') + 1, asked.indexOf('-')));
    }
}
