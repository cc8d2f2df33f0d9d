package org.lakeside.auth.x509.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_WRITABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.X509Exception;

class SecretFileTest {
    private static final Executor DAEMONS = task -> Thread.ofPlatform().daemon().start(task);

    @TempDir
    Path dir;

    @Test
    void whatIsWrittenIsClosedToOthersEvenWhereAnOpenFileWas() throws IOException {
        Path file = dir.resolve("secret");
        Files.writeString(file, "old", UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        SecretFile.write(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(dir.toFile().list()).containsExactly("secret");
    }

    @Test
    void aLinkIsReplacedAndNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(dir.resolve("elsewhere"), "untouched", UTF_8);
        Path file = Files.createSymbolicLink(dir.resolve("secret"), elsewhere);

        SecretFile.write(file, "new".getBytes(UTF_8));

        assertThat(elsewhere).hasContent("untouched");
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @Test
    void whereNothingCanBeWrittenNothingIsLeftBehind() {
        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> SecretFile.write(dir.resolve("missing/secret"), new byte[1]))
                .returns(NOT_WRITABLE, X509Exception::kind)
                .withMessageContaining("no such directory");
    }

    @Test
    void whatAnotherUserOwnsIsNotUsedHoweverItMayBeRead() {
        assertThat(SecretFile.foreign(dir.resolve("x509up_u1000"), 1001, 1000))
                .map(SecretFile.Exposure::detail)
                .contains(dir.resolve("x509up_u1000")
                        + " belongs to somebody else (user number 1001, and yours is 1000) and is not used.");
    }

    @Test
    void whatAnAdministratorHasPutThereForAGroupIsUsed() {
        assertThat(SecretFile.foreign(dir, UserNumber.ROOT, 1000)).isEmpty();
        assertThat(SecretFile.open(dir, "a token", permissions("rw-r-----"), false))
                .isEmpty();
        assertThat(SecretFile.open(dir, "a token", permissions("rw-r--r--"), false))
                .isPresent();
    }

    @Test
    void whatIsOursIsUsedWhenItIsClosedToItsGroupToo() throws IOException {
        Path file = Files.writeString(dir.resolve("secret"), "", UTF_8);
        Files.setPosixFilePermissions(file, permissions("rw-------"));
        assertThat(SecretFile.exposed(file, "a token")).isEmpty();

        Files.setPosixFilePermissions(file, permissions("rw-r-----"));

        assertThat(SecretFile.exposed(file, "a token"))
                .contains(new SecretFile.Exposure(
                        file + " holds a token, and others may read or change it (rw-r-----).",
                        "Close it with: chmod 600 " + file));
    }

    private static Set<PosixFilePermission> permissions(String text) {
        return PosixFilePermissions.fromString(text);
    }

    @Test
    void aPipeIsRefusedAndNotWaitedFor() throws Exception {
        Path pipe = dir.resolve("x509up_u1000");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();

        var secret = CompletableFuture.supplyAsync(() -> refusal(() -> SecretFile.read(pipe)), DAEMONS);
        var open = CompletableFuture.supplyAsync(() -> refusal(() -> SecretFile.readPublic(pipe)), DAEMONS);

        assertThat(List.of(secret, open))
                .allSatisfy(outcome -> assertThat(outcome)
                        .succeedsWithin(Duration.ofMinutes(1))
                        .isEqualTo(pipe + " is no file. Look what is there."));
    }

    @Test
    void aDirectoryIsNoFileEither() {
        assertThat(refusal(() -> SecretFile.readPublic(dir))).isEqualTo(dir + " is no file. Look what is there.");
    }

    private static String refusal(Runnable reading) {
        return catchThrowableOfType(X509Exception.class, reading::run).finding().sentence();
    }

    @Test
    void aVideoIsNoKey() throws IOException {
        Path file = dir.resolve("video");
        SecretFile.write(file, new byte[SecretFile.LARGEST + 1]);

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> SecretFile.read(file))
                .returns(DAMAGED, X509Exception::kind);
    }
}
