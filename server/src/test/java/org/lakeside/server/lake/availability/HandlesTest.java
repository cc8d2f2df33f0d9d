package org.lakeside.server.lake.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.Checksums;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.availability.Handles.State;
import org.lakeside.server.lake.transfer.LocalFile;
import org.lakeside.server.lake.transfer.LocalState;
import org.lakeside.server.lake.transfer.LocalState.Kind;
import org.lakeside.server.lake.transfer.StoredFile;

class HandlesTest {
    private static final Did DATASET = new Did("user", "dataset");

    @Test
    void pathsComeByNameAndThenByScope() {
        var handles = dataset(here("b", "two"), here("a", "two"), here("z", "one"));

        assertThat(handles.state()).isEqualTo(State.READY);
        assertThat(handles.paths())
                .containsExactly(Path.of("/data/z/one"), Path.of("/data/a/two"), Path.of("/data/b/two"));
    }

    @Test
    void oneFileThatIsMissingLeavesNoHalfList() {
        var handles = dataset(here("a", "one"), elsewhere("two"), here("a", "three"));

        assertThat(handles.state()).isEqualTo(State.INCOMPLETE);
        assertThat(handles.missing()).isEqualTo(1);
        assertThat(handles.paths()).isEmpty();
    }

    @Test
    void nothingInItIsEmptyAndNotReady() {
        assertThat(dataset().state()).isEqualTo(State.EMPTY);
        assertThat(dataset().paths()).isEmpty();
    }

    @Test
    void onlyAFileIsSingleADatasetOfOneFileIsNot() {
        assertThat(dataset(here("a", "one")).single()).isFalse();
        assertThat(new Handles(new Did("a", "one"), DidType.FILE, List.of(here("a", "one"))).single())
                .isTrue();
    }

    private static Handles dataset(LocalFile... files) {
        return new Handles(DATASET, DidType.DATASET, List.of(files));
    }

    private static LocalFile here(String scope, String name) {
        return local(scope, name, Kind.HERE, Optional.of(Path.of("/data", scope, name)));
    }

    private static LocalFile elsewhere(String name) {
        return local("a", name, Kind.ELSEWHERE, Optional.empty());
    }

    private static LocalFile local(String scope, String name, Kind kind, Optional<Path> path) {
        var one = OptionalLong.of(1);
        return new LocalFile(
                new StoredFile("lake", new Did(scope, name), 1, Checksums.NONE),
                new LocalState(kind, 1, one, one, one),
                path);
    }
}
