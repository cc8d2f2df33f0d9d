package org.lakeside.auth.x509.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.auth.x509.trust.NamePolicy.Opinion.FORBIDS;
import static org.lakeside.auth.x509.trust.NamePolicy.Opinion.PERMITS;
import static org.lakeside.auth.x509.trust.NamePolicy.Opinion.SILENT;

import java.io.IOException;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.testing.TestCertificate;

class NamePolicyTest {
    private static final Dn AUTHORITY = dn("/C=XY/CN=Some CA");
    private static final Dn OTHER = dn("/C=XY/CN=Other CA");
    private static final Dn JANE = dn("/C=XY/O=Lab/CN=Jane");
    private static final Dn EVE = dn("/C=AB/O=Lab/CN=Eve");

    @Test
    void aSigningPolicyPermitsItsPatternsAndNothingElse() {
        var policy = SigningPolicy.parse("""
                # as authorities ship it
                access_id_CA   X509    '/C=XY/CN=Some CA'
                pos_rights     globus  CA:sign
                cond_subjects  globus  '"/C=XY/O=Org*" "/c=xy/o=l?b/*"'
                """, AUTHORITY);

        assertThat(policy.of(AUTHORITY, JANE)).isEqualTo(PERMITS);
        assertThat(policy.of(AUTHORITY, EVE)).isEqualTo(FORBIDS);
        assertThat(policy.of(OTHER, JANE)).isEqualTo(SILENT);
    }

    @Test
    void quotesAroundOnePatternAreOptional() {
        for (String subjects : new String[] {"'/C=XY/*'", "\"/C=XY/*\"", "/C=XY/*", "'\"/C=XY/*\"'"}) {
            var policy = SigningPolicy.parse(
                    "access_id_CA X509 \"/C=XY/CN=Some CA\"\r\npos_rights globus CA:sign\r\n" + "cond_subjects globus "
                            + subjects + "\r\n",
                    AUTHORITY);

            assertThat(policy.of(AUTHORITY, JANE)).as(subjects).isEqualTo(PERMITS);
        }
    }

    @Test
    void oneFileMaySpeakOfSeveralAuthorities() {
        var policy = SigningPolicy.parse("""
                access_id_CA X509 '/C=XY/CN=Other CA'
                pos_rights globus CA:sign
                cond_subjects globus '"/C=AB/*"'
                access_id_CA X509 '/C=XY/CN=Some CA'
                pos_rights globus CA:sign
                cond_subjects globus '"/C=XY/*"'
                """, AUTHORITY);

        assertThat(policy.of(AUTHORITY, JANE)).isEqualTo(PERMITS);
        assertThat(policy.of(OTHER, JANE)).isEqualTo(FORBIDS);
    }

    @Test
    void withoutTheRightToSignPatternsMeanNothing() {
        var policy = SigningPolicy.parse("""
                access_id_CA X509 '/C=XY/CN=Some CA'
                neg_rights globus CA:sign
                cond_subjects globus '"*"'
                """, AUTHORITY);

        assertThat(policy.of(AUTHORITY, JANE)).isEqualTo(FORBIDS);
    }

    @Test
    void aPatternIsNoRegularExpression() {
        var policy = SigningPolicy.parse("""
                access_id_CA X509 '/C=XY/CN=Some CA'
                pos_rights globus CA:sign
                cond_subjects globus '"/C=XY/O=L.b/*" "/C=XY/(O=Lab"'
                """, AUTHORITY);

        assertThat(policy.of(AUTHORITY, JANE)).isEqualTo(FORBIDS);
    }

    @Test
    void namespacesPermitAndDenyByRegularExpression() {
        var namespaces = Namespaces.parse("""
                #NAMESPACES-VERSION: 1.0
                TO Issuer "/C=XY/CN=Some CA" \\
                  PERMIT Subject "/C=XY/O=Lab/.*"
                TO Issuer SELF DENY Subject "/C=XY/O=Lab/CN=root"
                """, AUTHORITY);

        assertThat(namespaces.of(AUTHORITY, JANE)).isEqualTo(PERMITS);
        assertThat(namespaces.of(AUTHORITY, dn("/C=XY/O=Lab/CN=root"))).isEqualTo(FORBIDS);
        assertThat(namespaces.of(AUTHORITY, EVE)).isEqualTo(FORBIDS);
        assertThat(namespaces.of(OTHER, JANE)).isEqualTo(SILENT);
    }

    @Test
    void aRuleThatIsNoRegularExpressionPermitsNothing() {
        var namespaces = Namespaces.parse("TO Issuer SELF PERMIT Subject \"/C=XY/(.*\"", AUTHORITY);

        assertThat(namespaces.of(AUTHORITY, JANE)).isEqualTo(FORBIDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000\u0001 cut off in the mid", "access_id_CA X509 '/C=XY/CN=Somebody'"})
    void aSigningPolicyThatDoesNotSpeakOfItsAuthorityForbidsItEverything(String text) {
        var policy = SigningPolicy.parse(text, AUTHORITY);

        assertThat(policy.speaks()).isFalse();
        assertThat(policy.of(AUTHORITY, JANE)).isEqualTo(FORBIDS);
        assertThat(policy.of(OTHER, JANE)).isEqualTo(SILENT);
    }

    @Test
    void namespacesMaySpeakOfTheAuthoritiesBelowOnly() {
        var namespaces = Namespaces.parse("TO Issuer \"/C=XY/CN=Other CA\" PERMIT Subject \"/C=XY/.*\"", AUTHORITY);

        assertThat(namespaces.of(AUTHORITY, JANE)).isEqualTo(SILENT);
        assertThat(Namespaces.parse("cut o", AUTHORITY).of(AUTHORITY, JANE)).isEqualTo(FORBIDS);
    }

    private static Dn dn(String name) {
        try {
            return Dn.of(new X500Principal(TestCertificate.name(name).getEncoded()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
