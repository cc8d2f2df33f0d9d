package org.lakeside.auth.x509.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_WRITABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.X509Exception;

class SecretFileTest {
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
    void aVideoIsNoKey() throws IOException {
        Path file = dir.resolve("video");
        SecretFile.write(file, new byte[SecretFile.LARGEST + 1]);

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> SecretFile.read(file))
                .returns(DAMAGED, X509Exception::kind);
    }
}
