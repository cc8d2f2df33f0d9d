package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.transfer.KeptFiles;
import org.lakeside.server.lake.transfer.Listing.Told;

/// A dataset whose list of files is larger than the service's memory.
class LargeDatasetTest {
    private static final int FILES = 40_000;
    /// What the service itself takes, and little more: the paths alone would be 8 MB, as objects several times that.
    private static final String LITTLE_MEMORY = "-Xmx28m";

    @TempDir
    Path home;

    @Test
    void itsHandlesAreGivenInLittleMemory() throws Exception {
        var all = IntStream.range(0, FILES)
                .mapToObj(i -> new Did(
                        "user", "a.long.name.as.productions.have.them.%s.%06d.root".formatted("x".repeat(80), i)))
                .toList();
        try (var kept = new KeptFiles(home.resolve(".local/share/lakeside"), home.resolve(".local/state/lakeside"))) {
            var told = Optional.of(new Told(false, OptionalLong.of(FILES), OptionalLong.of(FILES)));
            kept.list(new Did("user", "large"), DidType.DATASET, all, told);
            kept.bring(all, true);
        }
        var settings = Map.of(
                "LAKESIDE_RUCIO_URL", "http://127.0.0.1:1",
                "LAKESIDE_RUCIO_NAME", "lake",
                "_JAVA_OPTIONS", LITTLE_MEMORY);
        try (var service = ServiceProcess.start(home, "s", settings).ready()) {
            var handles = service.api()
                    .post("/handles", "{\"instance\": \"lake\", \"did\": \"user:large\"}")
                    .json();

            assertThat(service.log()).doesNotContain("OutOfMemory");
            assertThat(handles.path("state").asString()).isEqualTo("ready");
            assertThat(handles.path("files")).hasSize(1000);
            List<String> paths = handles.path("handles")
                    .valueStream()
                    .map(path -> path.asString())
                    .toList();
            assertThat(paths).hasSize(FILES).isSorted();
        }
    }
}
