package org.lakeside.auth.x509.voms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.auth.x509.X509Exception.Kind.ANOTHER_HOLDER;
import static org.lakeside.auth.x509.X509Exception.Kind.ANOTHER_TARGET;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_ATTRIBUTES;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_AUTHORITY;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_ISSUER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.Pem;
import org.lakeside.auth.x509.testing.TestAuthority;
import org.lakeside.auth.x509.testing.TestPerson;
import org.lakeside.auth.x509.testing.TestVo;
import org.lakeside.auth.x509.trust.GridTrust;

class AttributeCheckTest {
    private static final String VOMS = "/DC=test/CN=voms.test";
    private static final String ROOT = "/DC=test/CN=Root";

    private final TestAuthority authority = TestAuthority.root(ROOT);
    private final TestPerson jane = authority.person("/DC=test/CN=Jane", Keys.ec());
    private final TestVo vo = new TestVo("escape", authority);

    @TempDir
    Path directory;

    @TempDir
    Path vomsDir;

    @BeforeEach
    void publish() {
        authority.publish(directory);
        vo.publish(vomsDir);
    }

    @Test
    void whatAVoHasSignedForItsMemberIsBelieved() {
        assertThat(found(vo.attributes(jane, "/escape", "/escape/cms"))).isEmpty();
        assertThat(found(vo.attributes(jane, "/escape").newFormat())).isEmpty();
    }

    @Test
    void whatIsSomebodyElsesIsNot() {
        var eve = authority.person("/DC=test/CN=Eve", Keys.ec());

        assertThat(found(vo.attributes(eve, "/escape"))).containsExactly(ANOTHER_HOLDER);
    }

    @Test
    void itHasATime() {
        Instant now = Instant.now();

        assertThat(found(vo.attributes(jane, "/escape").life(now.minusSeconds(99), now.minusSeconds(9))))
                .containsExactly(EXPIRED);
        assertThat(found(vo.attributes(jane, "/escape").life(now.plusSeconds(99), now.plusSeconds(999))))
                .containsExactly(NOT_YET_VALID);
    }

    @Test
    void aVoSpeaksOfItselfOnly() {
        assertThat(found(vo.attributes(jane, "/escape", "/cms/Role=admin"))).containsExactly(BAD_ATTRIBUTES);
    }

    @Test
    void conditionsThatAreNotKnownAreNotIgnored() {
        assertThat(found(vo.attributes(jane, "/escape").critical("1.2.3.4"))).containsExactly(BAD_ATTRIBUTES);
    }

    @Test
    void aMachineThatIsNotMeantSaysSo() {
        var forStorage = vo.attributes(jane, "/escape").forHost("storage.test").signed();

        assertThat(check().of(forStorage, jane.certificate())).isEmpty();
        assertThat(check().of(forStorage, jane.certificate(), "storage.test")).isEmpty();
        assertThat(kinds(check().of(forStorage, jane.certificate(), "other.test")))
                .containsExactly(ANOTHER_TARGET);
    }

    @Test
    void aServerThatTheVomsdirDoesNotNameIsNobody() {
        var other = new TestVo("other", authority);

        assertThat(found(other.attributes(jane, "/other"))).containsExactly(UNKNOWN_ISSUER);
        assertThat(check().of(other.attributes(jane, "/other").signed(), jane.certificate())
                        .getFirst()
                        .sentence())
                .contains(vomsDir + "/other/voms.test.lsc");
    }

    @Test
    void aServerOfAnUnknownAuthorityIsNobodyEither() {
        var rogue = new TestVo("escape", TestAuthority.root("/DC=test/CN=Rogue"));

        assertThat(found(rogue.attributes(jane, "/escape"))).containsExactly(UNKNOWN_AUTHORITY);
    }

    @Test
    void anLscFileMayHaveSeveralChainsAndComments() throws IOException {
        lsc("# ours\n/DC=test/CN=old.test\n%s\n------ NEXT CHAIN ------\n\n  %s  \n%s\n".formatted(ROOT, VOMS, ROOT));
        assertThat(found(vo.attributes(jane, "/escape"))).isEmpty();

        lsc("/DC=test/CN=old.test\n%s\n".formatted(ROOT));
        assertThat(found(vo.attributes(jane, "/escape"))).containsExactly(UNKNOWN_ISSUER);

        lsc("%s\n%s\n%s\n%s\n".formatted(VOMS, ROOT, ROOT, ROOT));
        assertThat(found(vo.attributes(jane, "/escape"))).isEmpty();

        lsc("%s\n".formatted(VOMS));
        assertThat(found(vo.attributes(jane, "/escape"))).containsExactly(UNKNOWN_ISSUER);
    }

    @Test
    void olderSitesHaveTheCertificateOfTheServerInstead() throws IOException {
        Files.delete(vomsDir.resolve("escape/voms.test.lsc"));
        Files.writeString(
                vomsDir.resolve("escape/voms.test.pem"), Pem.of(vo.server().certificate()));

        assertThat(found(vo.attributes(jane, "/escape"))).isEmpty();
        assertThat(found(vo.attributes(jane, "/escape").withoutChain())).isEmpty();
    }

    @Test
    void aVoThatIsNamedLikeAPathLeadsNowhere() {
        var sneaky = new TestVo("..", authority);

        assertThat(VomsDir.in(vomsDir)
                        .names("..", "voms.test", List.of(vo.server().certificate())))
                .isFalse();
        assertThat(found(sneaky.attributes(jane, "/..")).contains(UNKNOWN_ISSUER))
                .isTrue();
    }

    @Test
    void aChangedByteIsNeverBelievedAndNeverAnUnexpectedException() {
        byte[] good =
                vo.attributes(jane, "/escape", "/escape/cms/Role=production").der();

        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 + i % 255);
            try {
                assertThat(check().of(AttributeCertificate.of(bad), jane.certificate()))
                        .as("byte %d", i)
                        .isNotEmpty();
            } catch (X509Exception e) {
                assertThat(e.kind()).isEqualTo(BAD_ATTRIBUTES);
            }
        }
    }

    private void lsc(String text) throws IOException {
        Files.writeString(vomsDir.resolve("escape/voms.test.lsc"), text);
    }

    private AttributeCheck check() {
        var trust =
                GridTrust.in(directory, GridTrust.Strictness.WHAT_IS_THERE, Duration.ofMinutes(1), Clock.systemUTC());
        return new AttributeCheck(trust, VomsDir.in(vomsDir), Clock.systemUTC());
    }

    private List<Kind> found(TestVo.Making attributes) {
        return kinds(check().of(attributes.signed(), jane.certificate()));
    }

    private static List<Kind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }
}
