package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;

final class DownloadsTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final Storage open = new Storage("OPEN");
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
        open.close();
    }

    @Test
    void aFileWithoutAChecksumIsComparedAndNotFetchedAgainWhenTheCatalogueLearnsIt() throws Exception {
        byte[] bytes = InMemoryLake.bytes("late", 1000);
        Source source = open.put("late", bytes);
        Did did = bench.lake.file("late.root", 1000, Checksums.NONE, source).did();
        bench.fetch(did);
        assertThat(bench.state(did).kind()).isEqualTo(LocalState.Kind.UNVERIFIED);

        bench.lake.file("late.root", bytes); // with its checksum, and no replica any more
        bench.fetch(did);

        assertThat(bench.state(did).kind()).isEqualTo(LocalState.Kind.HERE);
    }

    @Test
    void theFilesOfADatasetLieInTheirPlacesWithTheirBytes() throws Exception {
        byte[] small = InMemoryLake.bytes("small", 10);
        byte[] large = InMemoryLake.bytes("large", 3 * MIB + 7);
        Did dataset = bench.lake.dataset(
                "hits",
                bench.lake.file("small.root", small, open.put("s", small)),
                bench.lake.file("large.root", large, open.put("l", large)));

        Download download = bench.fetch(dataset);

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(download.type()).contains(DidType.DATASET);
        assertThat(download.files()).isEqualTo(new Download.Files(2, 2, 0));
        assertThat(download.bytes()).isEqualTo(new Download.Bytes(3 * MIB + 17, 3 * MIB + 17));
        assertThat(bench.content(InMemoryLake.did("small.root"))).isEqualTo(small);
        assertThat(bench.content(InMemoryLake.did("large.root"))).isEqualTo(large);
        assertThat(bench.visible()).containsExactly("lake/user.alice/large.root", "lake/user.alice/small.root");
        assertThat(bench.growing()).isEmpty();
        assertThat(bench.state(dataset).kind()).isEqualTo(LocalState.Kind.HERE);
    }

    @Test
    void whatIsHereIsNotFetchedAgain() {
        byte[] content = InMemoryLake.bytes("f", 100);
        StoredFile file = bench.lake.file("f", content, open.put("f", content));
        bench.fetch(file.did());

        Download again = bench.fetch(bench.lake.dataset("set", file));

        assertThat(again.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(again.bytes().done()).isEqualTo(100);
        assertThat(open.asked()).hasSize(1);
    }

    @Test
    void anEmptyDatasetIsDoneAtOnce() {
        Did dataset = bench.lake.dataset("nothing");

        Download download = bench.fetch(dataset);

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.state(dataset).kind()).isEqualTo(LocalState.Kind.HERE);
        assertThat(bench.store.typeOf(InMemoryLake.INSTANCE, dataset)).contains(DidType.DATASET);
        assertThat(bench.store.filesOf(InMemoryLake.INSTANCE, dataset, Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void anEmptyFileNeedsNoSource() throws Exception {
        StoredFile file = bench.lake.file("empty", new byte[0]);

        bench.fetch(file.did());

        assertThat(bench.content(file.did())).isEmpty();
        assertThat(bench.state(file.did()).kind()).isEqualTo(LocalState.Kind.HERE);
    }

    @Test
    void anEmptyFileThatTheCatalogueGivesAnotherChecksumFailsAtOnce() {
        var wrong = new Checksums(Optional.of("deadbeef"), Optional.empty());
        StoredFile file = bench.lake.file("zero", 0, wrong, open.put("zero", new byte[0]));

        Download download = bench.fetch(file.did());

        assertThat(problem(download).kind()).isEqualTo(Problem.Kind.CHECKSUM_MISMATCH);
        assertThat(problem(download).detail()).contains("user.alice:zero", "0 bytes", "deadbeef");
    }

    @Test
    void manyWhoAskForTheSameDidAtOnceGetOneDownload() throws Exception {
        byte[] content = InMemoryLake.bytes("wanted", 100);
        StoredFile file = bench.lake.file("wanted", content, open.put("wanted", content));
        var together = new CountDownLatch(1);
        var delivery = new Semaphore(0);
        open.always(honest -> {
            delivery.acquireUninterruptibly();
            return honest;
        });

        Set<String> ids = new HashSet<>();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Download>> asked = new ArrayList<>();
            for (int i = 0; i < 16; i++)
                asked.add(askers.submit(() -> {
                    together.await();
                    return bench.downloads.start(InMemoryLake.INSTANCE, file.did());
                }));
            together.countDown();
            for (Future<Download> one : asked) ids.add(one.get().id());
        } finally {
            delivery.release(16);
        }

        assertThat(ids).hasSize(1);
    }

    @Test
    void aFileWithoutReplicaIsNamedAndTheOthersCome() {
        byte[] content = InMemoryLake.bytes("good", 100);
        Did dataset = bench.lake.dataset(
                "set",
                bench.lake.file("good", content, open.put("good", content)),
                bench.lake.file("lost", InMemoryLake.bytes("lost", 5)));

        Download download = bench.fetch(dataset);

        assertThat(download.files()).isEqualTo(new Download.Files(2, 1, 1));
        assertThat(problem(download).kind()).isEqualTo(Problem.Kind.NO_REPLICA);
        assertThat(problem(download).detail()).contains("1 of 2 files did not come", "user.alice:lost");
        assertThat(download.failures()).extracting(FileFailure::did).containsExactly(InMemoryLake.did("lost"));
        assertThat(bench.state(InMemoryLake.did("good")).kind()).isEqualTo(LocalState.Kind.HERE);
        assertThat(bench.state(dataset).kind()).isEqualTo(LocalState.Kind.PARTIAL);
    }

    @Test
    void aReplicaThatNoMoverReachesIsSaidToBeOne() {
        StoredFile file = bench.lake.file(
                "far", InMemoryLake.bytes("far", 5), new Source("EOS", java.net.URI.create("root://eos//far")));

        Problem problem = problem(bench.fetch(file.did()));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.NO_REPLICA);
        assertThat(problem.detail()).contains("EOS (root)");
    }

    @Test
    void aDidThatIsNotInTheCatalogueFailsWithTheCataloguesWords() {
        Download download = bench.fetch(InMemoryLake.did("typo"));

        assertThat(problem(download).kind()).isEqualTo(Problem.Kind.DID_NOT_FOUND);
    }

    @Test
    void md5IsComparedWhenThereIsNoAdler32() throws Exception {
        byte[] content = InMemoryLake.bytes("m", 2 * MIB);
        String md5 = java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("MD5").digest(content));
        var right = new Checksums(Optional.empty(), Optional.of(md5));
        var wrong = new Checksums(Optional.empty(), Optional.of("0".repeat(32)));

        bench.fetch(bench.lake
                .file("right", content.length, right, open.put("m", content))
                .did());
        Download bad = bench.fetch(
                bench.lake.file("wrong", content.length, wrong, open.at("m")).did());

        assertThat(bench.content(InMemoryLake.did("right"))).isEqualTo(content);
        assertThat(problem(bad).kind()).isEqualTo(Problem.Kind.CHECKSUM_MISMATCH);
        assertThat(problem(bad).detail()).contains("md5 " + md5);
    }

    @Test
    void withoutAnyChecksumAFileIsThereButNotCalledVerified() throws Exception {
        byte[] content = InMemoryLake.bytes("u", 50);
        StoredFile file = bench.lake.file("u", 50, Checksums.NONE, open.put("u", content));

        Download download = bench.fetch(file.did());

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.state(file.did()).kind()).isEqualTo(LocalState.Kind.UNVERIFIED);
        assertThat(bench.store.completePath(file)).isEmpty();
        assertThat(bench.visible()).containsExactly("lake/user.alice/u");
    }

    @Test
    void aFileThatWasRemovedOrChangedIsNotHereAnyMoreAndComesAgain() throws Exception {
        byte[] content = InMemoryLake.bytes("f", 100);
        StoredFile file = bench.lake.file("f", content, open.put("f", content));
        bench.fetch(file.did());
        Path path = bench.store.completePath(file).orElseThrow();

        Files.write(path, new byte[100]);
        assertThat(bench.store.completePath(file)).isEmpty();
        assertThat(bench.state(file.did()).kind()).isEqualTo(LocalState.Kind.ELSEWHERE);
        bench.fetch(file.did());
        assertThat(bench.content(file.did())).isEqualTo(content);

        Files.delete(path);
        assertThat(bench.state(file.did()).kind()).isEqualTo(LocalState.Kind.ELSEWHERE);
        bench.fetch(file.did());
        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(open.asked()).hasSize(3);
    }

    @Test
    void aLostIndexCostsCheckingAgainNotFetching() throws Exception {
        byte[] content = InMemoryLake.bytes("f", 100);
        StoredFile file = bench.lake.file("f", content, open.put("f", content));
        bench.fetch(file.did());
        bench.close();
        try (var state = Files.list(directory.resolve("state"))) {
            for (Path part : state.toList()) Files.delete(part);
        }

        bench = new Bench(directory, bench.lake, "boot-1");
        Download download = bench.fetch(file.did());

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertThat(bench.content(file.did())).isEqualTo(content);
        assertThat(open.asked()).hasSize(1);
    }

    @Test
    void downloadsAreRememberedWithTheirProblems() {
        StoredFile file = bench.lake.file("lost", InMemoryLake.bytes("lost", 5));
        Download before = bench.fetch(file.did());
        bench.close();

        bench = new Bench(directory, bench.lake, "boot-1");

        assertThat(bench.downloads.all()).containsExactly(before);
    }

    @Test
    void oneThatEndedCanBeTriedAgainAndForgotten() {
        byte[] content = InMemoryLake.bytes("f", 100);
        StoredFile file = bench.lake.file("f", content, open.at("f"));
        String id = bench.fetch(file.did()).id();
        open.put("f", content);

        bench.downloads.retry(id);

        assertThat(bench.ended(id).state()).isInstanceOf(DownloadState.Done.class);
        bench.downloads.forget(id);
        assertThat(bench.downloads.find(id)).isEmpty();
        assertThat(bench.state(file.did()).kind()).isEqualTo(LocalState.Kind.HERE);
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> bench.downloads.cancel(id))
                .returns(Problem.Kind.NO_SUCH_DOWNLOAD, e -> e.problem().kind());
    }

    static Problem problem(Download download) {
        return ((DownloadState.Failed) download.state()).problem();
    }
}
