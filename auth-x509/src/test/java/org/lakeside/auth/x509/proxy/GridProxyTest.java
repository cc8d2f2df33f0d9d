package org.lakeside.auth.x509.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPOSED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_A_PROXY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.Pem;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.testing.TestVo;

class GridProxyTest {
    private final TestAuthority authority = TestAuthority.root("/DC=test/CN=Root");
    private final TestPerson jane = authority.person("/DC=test/CN=Jane Doe");
    private final TestVo vo = new TestVo("escape", authority);
    private final GridProxy proxy = new ProxyMaker(Clock.systemUTC())
            .make(
                    jane.credential(),
                    Keys.rsa(1),
                    ProxyOptions.usual(),
                    List.of(
                            vo.attributes(jane, "/escape/cms/Role=production", "/escape")
                                    .life(Instant.now(), Instant.now().plus(Duration.ofMinutes(80)))
                                    .signed(),
                            new TestVo("other", authority)
                                    .attributes(jane, "/other")
                                    .signed()));

    @TempDir
    Path directory;

    @Test
    void printingItTellsWhoAndHowLongAndNoSecret() {
        assertThat(proxy).hasToString("proxy of CN=Jane Doe, VO escape, other, 1 h 19 min left");
    }

    @Test
    void itIsUsefulUntilItsFirstMembershipEnds() {
        assertThat(Duration.between(Instant.now(), proxy.usefulUntil())).isLessThan(Duration.ofMinutes(81));
        assertThat(Duration.between(Instant.now(), proxy.expires())).isGreaterThan(Duration.ofHours(11));
    }

    @Test
    void theDescriptionHasTheWordsOfTheOfficialTool() {
        assertThat(proxy.describe(Instant.now()).lines())
                .contains(
                        "identity  : /DC=test/CN=Jane Doe",
                        "type      : RFC3820 compliant impersonation proxy",
                        "strength  : 2048 bits",
                        "=== VO escape extension information ===",
                        "attribute : /escape/cms/Role=production",
                        "uri       : voms.test:15000");
    }

    @Test
    void aFileHasProxyThenKeyThenTheRestAndIsClosedToOthers() throws IOException {
        Path file = directory.resolve("x509up");

        ProxyFile.write(proxy, file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file)
                .hasContent(Pem.of(proxy.credential().certificate())
                        + Pem.of(Keys.rsa(1).getPrivate())
                        + Pem.of(jane.certificate()));
        GridProxy read = ProxyFile.read(file);
        assertThat(read.credential().chain()).isEqualTo(proxy.credential().chain());
        assertThat(read.attributes()).isEqualTo(proxy.attributes());
    }

    @Test
    void aProxyThatOthersCanReadIsRefused() throws IOException {
        Path file = directory.resolve("x509up");
        ProxyFile.write(proxy, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> ProxyFile.read(file))
                .returns(EXPOSED, X509Exception::kind)
                .withMessageContaining("chmod 600");
    }

    @Test
    void aCertificateIsNoProxy() {
        Path file = directory.resolve("jane.pem");
        SecretFile.write(file, jane.pem().getBytes(UTF_8));

        assertThatExceptionOfType(X509Exception.class)
                .isThrownBy(() -> ProxyFile.read(file))
                .returns(NOT_A_PROXY, X509Exception::kind);
    }

    @Test
    void toolsLookForItAtOnePlace() {
        assertThat(ProxyFile.standard(Map.of("X509_USER_PROXY", "/run/proxy"))).hasToString("/run/proxy");
        assertThat(ProxyFile.standard(Map.of()).toString()).matches("/tmp/x509up_u[0-9]+");
    }
}
