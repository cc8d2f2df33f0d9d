package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
                .containsExactlyInAnyOrder("x509_proxy", "x509_proxy.lake", "bearer_token.other");
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

        assertThat(files.foreignProxy()).contains(directory.resolve("x509_proxy"));
    }

    @Test
    void whatIsOursIsReplacedAndRemoved() {
        var files = new KernelFiles(directory, "lake");
        files.update("lake", Optional.of(Person.proxy(clock, Duration.ofHours(1))), Optional.empty());
        var newer = Person.proxy(clock, Duration.ofHours(2));

        files.update("lake", Optional.of(newer), Optional.empty());
        assertThat(ProxyFile.read(directory.resolve("x509_proxy")).expires()).isEqualTo(newer.expires());
        assertThat(files.foreignProxy()).isEmpty();

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

    private static String named(String name) {
        return "glob:**" + name;
    }
}
