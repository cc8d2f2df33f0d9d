package org.lakeside.server.lake.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.availability.Handles.State;
import org.lakeside.server.lake.transfer.KeptFiles;

class AttachmentsTest {
    private static final Did DATASET = new Did("user", "dataset");

    @TempDir
    Path directory;

    private KeptFiles kept;
    private Attachments attachments;

    @BeforeEach
    void open() {
        kept = new KeptFiles(directory.resolve("data"), directory.resolve("state"));
        attachments = new Attachments(
                kept.store(),
                (_, did, _) -> {
                    throw new AssertionError("the catalogue was asked for the files of " + did);
                },
                (_, did) -> {
                    throw new AssertionError("the catalogue was asked for the size of " + did);
                });
    }

    @AfterEach
    void close() {
        attachments.close();
        kept.close();
    }

    @Test
    void pathsComeByNameAndThenByScope() throws IOException {
        var files = List.of(new Did("b", "two"), new Did("a", "two"), new Did("z", "one"));
        dataset(files);
        kept.bring(files, true);

        var handles = handles();

        assertThat(handles.state()).isEqualTo(State.READY);
        assertThat(paths(handles)).containsExactly(path("z", "one"), path("a", "two"), path("b", "two"));
    }

    @Test
    void oneFileThatIsMissingLeavesNoHalfList() throws IOException {
        dataset(files(3));
        kept.bring(files(2), true);

        var handles = handles();

        assertThat(handles.state()).isEqualTo(State.INCOMPLETE);
        assertThat(handles.count()).isEqualTo(new Handles.Count(3, 1, 0));
        assertThat(paths(handles)).isEmpty();
    }

    @Test
    void nothingInItIsEmptyAndNotReady() {
        dataset(List.of());

        assertThat(handles().state()).isEqualTo(State.EMPTY);
        assertThat(paths(handles())).isEmpty();
    }

    @Test
    void onlyAFileIsSingleADatasetOfOneFileIsNot() throws IOException {
        dataset(files(1));
        kept.bring(files(1), true);

        assertThat(handles().single()).isFalse();
        assertThat(attachments.handles("lake", files(1).getFirst(), false).single())
                .isTrue();
    }

    @Test
    void moreFilesThanAreShownAreAllGivenInOrder() throws IOException {
        dataset(files(2500));
        kept.bring(files(2500), true);

        var handles = handles();

        assertThat(handles.state()).isEqualTo(State.READY);
        assertThat(handles.first()).hasSize(Handles.MOST_SHOWN);
        assertThat(paths(handles)).hasSize(2500).isSorted();
    }

    @Test
    void aFileFarDownTheListThatSomebodyRemovedIsMissed() throws IOException {
        dataset(files(2500));
        kept.bring(files(2500), true);
        Files.delete(kept.path(files(2500).get(2200)));

        assertThat(handles().count()).isEqualTo(new Handles.Count(2500, 1, 0));
        assertThat(paths(handles())).isEmpty();
    }

    @Test
    void aFileThatIsRemovedWhilePathsAreGivenEndsThemWithAFailure() throws IOException {
        dataset(files(2500));
        kept.bring(files(2500), true);
        var handles = handles();

        Files.delete(kept.path(files(2500).get(2200)));

        assertThatIllegalStateException().isThrownBy(() -> paths(handles));
    }

    @Test
    void whatTheCatalogueHasNoChecksumForIsNamedAndOnlyGivenToWhoeverAsksForIt() throws IOException {
        dataset(files(3));
        kept.bring(files(2), true);
        kept.bring(files(3).subList(2, 3), false);

        var handles = handles();
        assertThat(handles.state()).isEqualTo(State.INCOMPLETE);
        assertThat(handles.count()).isEqualTo(new Handles.Count(3, 0, 1));
        assertThat(handles.problems()).extracting(Problem::kind).containsExactly(Kind.UNVERIFIED);
        assertThat(handles.problems().getFirst().detail())
                .isEqualTo("One file of user:dataset (a:file-00002) is here whole, but the catalogue has no checksum to"
                        + " compare it with.");
        assertThat(handles.path(handles.first().getLast())).isEmpty();

        var asked = attachments.handles("lake", DATASET, true);
        assertThat(asked.state()).isEqualTo(State.READY);
        assertThat(paths(asked)).hasSize(3);
        assertThat(asked.problems()).hasSize(1);
    }

    @Test
    void aFileOfADatasetIsKnownWithoutBeingAskedFor() throws IOException {
        dataset(files(1));
        kept.bring(files(1), false);
        var file = files(1).getFirst();

        assertThat(attachments.handles("lake", file, false).problems())
                .extracting(Problem::detail)
                .containsExactly("a:file-00000 is here whole, but the catalogue has no checksum to compare it with.");
        assertThat(paths(attachments.handles("lake", file, true))).containsExactly(kept.path(file));
    }

    private void dataset(List<Did> files) {
        kept.list(DATASET, DidType.DATASET, files, GrowthTest.closed(files.size()));
    }

    private static List<Did> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Did("a", "file-%05d".formatted(i)))
                .toList();
    }

    private Handles handles() {
        return attachments.handles("lake", DATASET, false);
    }

    private Path path(String scope, String name) {
        return kept.path(new Did(scope, name));
    }

    private static List<Path> paths(Handles handles) {
        List<Path> paths = new ArrayList<>();
        handles.eachPath(paths::add);
        return paths;
    }
}
