package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Adler32;
import java.util.zip.CheckedInputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.LakeUnderTest;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.movers.http.HttpMover;

/// Store and mover against the web servers of the test bed: all bytes compared with the storage's own files.
@Timeout(180)
final class StoreIT {
    private static final String RSE = "open";

    @TempDir
    Path directory;

    private final InMemoryLake lake = new InMemoryLake();
    private final List<Path> stored = new ArrayList<>();
    private final List<StoredFile> files = new ArrayList<>();
    private Store store;
    private Downloads downloads;

    @BeforeEach
    void open() throws Exception {
        var trust = TlsTrust.system().plus(Path.of(LakeUnderTest.variable("LAKE_CA")));
        var client = trust.apply(new OkHttpClient.Builder()).build();
        store = Store.open(directory.resolve("data"), new SqliteIndex(directory.resolve("state")), Clock.systemUTC());
        downloads = new Downloads(
                store, lake, lake, List.of(new HttpMover(client, Duration.ofSeconds(30))), 4, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        downloads.close();
        store.close();
    }

    @Test
    void everyFileOfAStorageComesOverHttpByteForByte() throws Exception {
        register(LakeUnderTest.variable("LAKE_FILES_URL"));

        Download download = fetchAll();

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertBytes();
    }

    @Test
    void theSameOverHttps() throws Exception {
        register(LakeUnderTest.variable("LAKE_FILES_HTTPS_URL"));

        Download download = fetchAll();

        assertThat(download.state()).isInstanceOf(DownloadState.Done.class);
        assertBytes();
    }

    @Test
    void aDownloadThatWasCancelledGoesOnWithARangeOfTheRest() throws Exception {
        register(LakeUnderTest.variable("LAKE_FILES_URL"));
        StoredFile largest =
                files.stream().max(Comparator.comparingLong(StoredFile::bytes)).orElseThrow();
        assumeThat(largest.bytes()).isGreaterThan(4 * 1024 * 1024);
        String id = downloads.start(InMemoryLake.INSTANCE, largest.did()).id();
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            Download now = downloads.find(id).orElseThrow();
            return now.bytes().done() > 0 || now.state().over();
        });

        downloads.cancel(id);
        downloads.retry(id);

        await().until(() -> downloads.find(id).orElseThrow().state() instanceof DownloadState.Done);
        assertThat(store.completePath(largest)).isPresent();
        assertThat(store.completePath(largest).orElseThrow())
                .hasSameBinaryContentAs(stored.get(files.indexOf(largest)));
    }

    private Download fetchAll() {
        Did all = lake.dataset("all", files.toArray(StoredFile[]::new));
        String id = downloads.start(InMemoryLake.INSTANCE, all).id();
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> downloads.find(id).orElseThrow(),
                        download -> download.state().over());
    }

    private void assertBytes() {
        for (int i = 0; i < files.size(); i++)
            assertThat(store.completePath(files.get(i)).orElseThrow()).hasSameBinaryContentAs(stored.get(i));
    }

    private void register(String url) throws IOException, URISyntaxException {
        Path root = Path.of(LakeUnderTest.variable("LAKE_STORAGE"));
        try (Stream<Path> all = Files.walk(root.resolve(RSE))) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(file).toString();
                String path = new URI(null, null, "/" + name, null).toASCIIString();
                var source = new Source("OPEN", URI.create(url + path));
                files.add(lake.file(name, Files.size(file), adler32(file), source));
                stored.add(file);
            }
        }
        assertThat(files).isNotEmpty();
    }

    private static Checksums adler32(Path file) throws IOException {
        var sum = new Adler32();
        try (var in = new CheckedInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return new Checksums(Optional.of(Adler.hex((int) sum.getValue())), Optional.empty());
    }
}
