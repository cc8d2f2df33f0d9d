package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.server.SettableClock;

/// What kernels and terminals find under names that stay.
class KernelFilesTest {
    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    @Test
    void theDefaultInstancesAreUnderTheShortNamesAndEachUnderItsOwn() {
        var files = new KernelFiles(directory, "lake");

        files.update("lake", Optional.of(Person.proxy(clock, Duration.ofHours(1))), Optional.empty());
        files.update("other", Optional.empty(), Optional.of(Person.token(clock.instant(), Duration.ofHours(1))));

        assertThat(directory).isDirectoryContaining(named("x509_proxy"));
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder(
                        "x509_proxy", "x509_proxy.lake", "bearer_token.other", "written_by_lakeside");
    }

    @Test
    void onlyTheirOwnerMayReadThem() throws IOException {
        new KernelFiles(directory, "lake")
                .update("lake", Optional.of(Person.proxy(clock, Duration.ofHours(1))), Optional.empty());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("x509_proxy"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatSomebodyElseHasPutThereIsTheirs() {
        var files = new KernelFiles(directory, "lake");
        ProxyFile.write(Person.proxy(clock, Duration.ofHours(2)), directory.resolve("x509_proxy"));

        files.update("lake", Optional.empty(), Optional.empty());

        assertThat(files.proxy()).contains(directory.resolve("x509_proxy"));
    }

    @Test
    void whatIsOursIsReplacedAndRemoved() {
        var files = new KernelFiles(directory, "lake");
        files.update("lake", Optional.of(Person.proxy(clock, Duration.ofHours(1))), Optional.empty());
        var newer = Person.proxy(clock, Duration.ofHours(2));

        files.update("lake", Optional.of(newer), Optional.empty());
        assertThat(ProxyFile.read(directory.resolve("x509_proxy")).expires()).isEqualTo(newer.expires());
        assertThat(files.proxy()).isEmpty();

        files.update("lake", Optional.empty(), Optional.empty());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aServiceThatWorksThroughAnotherHasTheSameUnderItsOwnNames() throws IOException {
        var ours = Files.createDirectory(directory.resolve("ours"));
        var theirs = Files.createDirectory(directory.resolve("theirs"));
        var followed = new FollowedFiles(ours);
        Files.writeString(theirs.resolve("x509_proxy"), "one");
        Files.writeString(theirs.resolve("bearer_token"), "two");
        Files.writeString(theirs.resolve(".x509_proxy.being-written"), "half");

        followed.follow(theirs);
        assertThat(ours.resolve("x509_proxy")).hasContent("one");
        assertThat(ours.resolve(".x509_proxy.being-written")).doesNotExist();

        Files.writeString(theirs.resolve("x509_proxy"), "newer");
        Files.setLastModifiedTime(
                theirs.resolve("x509_proxy"), FileTime.from(Instant.now().plusSeconds(5)));
        followed.follow(theirs);
        assertThat(ours.resolve("x509_proxy")).hasContent("newer");

        Files.delete(theirs.resolve("x509_proxy"));
        followed.follow(theirs);
        assertThat(ours.resolve("x509_proxy")).doesNotExist();

        followed.end();
        assertThat(ours).isEmptyDirectory();
    }

    @Test
    void aServiceAfterAKillKnowsTheFilesAgainAndTheLogoutRemovesThem() {
        new KernelFiles(directory, "lake")
                .update(
                        "lake",
                        Optional.of(Person.proxy(clock, Duration.ofHours(1))),
                        Optional.of(Person.token(clock.instant(), Duration.ofHours(1))));

        var next = new KernelFiles(directory, "lake");
        assertThat(next.proxy()).isEmpty();
        assertThat(next.leftProxy("lake")).contains(directory.resolve("x509_proxy.lake"));
        assertThat(next.leftToken("lake")).contains(directory.resolve("bearer_token.lake"));

        next.updateUnlessLeft("lake", Optional.empty(), Optional.empty());
        assertThat(directory.resolve("x509_proxy")).exists();
        next.update("lake", Optional.empty(), Optional.empty());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatIsMadeInATerminalStaysUntilThereIsSomethingNewer() {
        var files = new KernelFiles(directory, "lake");
        var ours = Person.proxy(clock, Duration.ofHours(1));
        var theirs = Person.proxy(clock, Duration.ofHours(2));
        var newer = Person.proxy(clock, Duration.ofHours(3));
        files.update("lake", Optional.of(ours), Optional.empty());
        ProxyFile.write(theirs, directory.resolve("x509_proxy"));

        files.update("lake", Optional.of(ours), Optional.empty());
        assertThat(ProxyFile.read(directory.resolve("x509_proxy")).expires()).isEqualTo(theirs.expires());

        files.update("lake", Optional.of(newer), Optional.empty());
        assertThat(ProxyFile.read(directory.resolve("x509_proxy")).expires()).isEqualTo(newer.expires());
    }

    @Test
    void theSameIsNotWrittenAgain() throws IOException {
        var files = new KernelFiles(directory, "lake");
        var file = directory.resolve("lying-about");
        ProxyFile.write(Person.proxy(clock, Duration.ofHours(1)), file);
        files.update("lake", Optional.of(ProxyFile.read(file)), Optional.empty());
        var before = Files.readAttributes(directory.resolve("x509_proxy"), BasicFileAttributes.class);

        files.update("lake", Optional.of(ProxyFile.read(file)), Optional.empty());

        assertThat(Files.readAttributes(directory.resolve("x509_proxy"), BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(before.fileKey());
    }

    @Test
    void whoLogsInWithWhatLiesThereKeepsItAfterTheLogout() {
        var made = directory.resolve("x509_proxy");
        ProxyFile.write(Person.proxy(clock, Duration.ofHours(1)), made);
        var files = new KernelFiles(directory, "lake");

        files.update("lake", Optional.of(ProxyFile.read(made)), Optional.empty());
        files.update("lake", Optional.empty(), Optional.empty());

        assertThat(made).exists();
        assertThat(directory.resolve("x509_proxy.lake")).doesNotExist();
    }

    @Test
    void whatIsMadeInATerminalOfAnotherServerIsSeenAndACopyOfOursIsNot() throws IOException {
        var ours = Files.createDirectory(directory.resolve("ours"));
        var theirs = Files.createDirectory(directory.resolve("theirs"));
        var neighbours = new Neighbours(directory);
        neighbours.announce(ProcessHandle.current().pid(), theirs);
        var files = new KernelFiles(ours, "lake", neighbours);
        files.update("lake", Optional.of(Person.proxy(clock, Duration.ofHours(1))), Optional.empty());
        new FollowedFiles(theirs).follow(ours);
        assertThat(theirs.resolve("x509_proxy")).exists();
        assertThat(files.proxy()).isEmpty();

        ProxyFile.write(Person.proxy(clock, Duration.ofHours(2)), theirs.resolve("x509_proxy"));
        assertThat(files.proxy()).contains(theirs.resolve("x509_proxy"));

        neighbours.withdraw(ProcessHandle.current().pid());
        assertThat(files.proxy()).isEmpty();
    }

    @Test
    void theNoteOfAServerThatHasEndedIsRemoved() throws Exception {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        var neighbours = new Neighbours(directory);
        neighbours.announce(ended.pid(), directory);

        assertThat(neighbours.files()).isEmpty();
        assertThat(directory.resolve("neighbours")).isEmptyDirectory();
    }

    @Test
    void whatComesAfterTheEndIsNotWritten() {
        var files = new KernelFiles(directory, "lake");
        files.update("lake", Optional.of(Person.proxy(clock, Duration.ofHours(1))), Optional.empty());

        files.end(Set.of("lake"));
        files.update("lake", Optional.of(Person.proxy(clock, Duration.ofHours(2))), Optional.empty());

        assertThat(directory).isEmptyDirectory();
    }

    private static String named(String name) {
        return "glob:**" + name;
    }
}
