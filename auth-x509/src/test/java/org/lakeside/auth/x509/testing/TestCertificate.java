package org.lakeside.auth.x509.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate that a test wants. Says nothing about itself but what was asked for, so that odd ones can be made.
public final class TestCertificate {
    private record Wanted(boolean critical, ASN1Encodable value) {}

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Name subject;
    private final PublicKey key;
    private final Map<ASN1ObjectIdentifier, Wanted> extensions = new LinkedHashMap<>();
    private BigInteger serial = new BigInteger(63, RANDOM).setBit(62);
    private Instant from = Instant.now().minus(Duration.ofDays(10));
    private Instant to = Instant.now().plus(Duration.ofDays(300));
    private boolean withAuthorityKey = true;

    public TestCertificate(X500Name subject, PublicKey key) {
        this.subject = subject;
        this.key = key;
    }

    /// `/DC=test/CN=Jane Doe`; a `/` in a value is not possible.
    public static X500Name name(String dn) {
        var builder = new X500NameBuilder(BCStyle.INSTANCE);
        for (String part : dn.substring(1).split("/", -1)) {
            String[] both = part.split("=", 2);
            builder.addRDN(BCStyle.INSTANCE.attrNameToOID(both[0]), both[1]);
        }
        return builder.build();
    }

    public TestCertificate life(Duration fromNow, Duration toNow) {
        return life(Instant.now().plus(fromNow), Instant.now().plus(toNow));
    }

    public TestCertificate life(Instant begins, Instant ends) {
        from = begins;
        to = ends;
        return this;
    }

    public TestCertificate serial(BigInteger number) {
        serial = number;
        return this;
    }

    public TestCertificate with(String oid, boolean critical, ASN1Encodable value) {
        extensions.put(new ASN1ObjectIdentifier(oid), new Wanted(critical, value));
        return this;
    }

    public TestCertificate withoutAuthorityKey() {
        withAuthorityKey = false;
        return this;
    }

    public TestCertificate usage(int bits) {
        return with(Extension.keyUsage.getId(), true, new KeyUsage(bits));
    }

    public TestCertificate authority() {
        return with(Extension.basicConstraints.getId(), true, new BasicConstraints(true))
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    public TestCertificate person() {
        return with(Extension.basicConstraints.getId(), true, new BasicConstraints(false))
                .usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
    }

    public TestCertificate host(String... names) {
        List<GeneralName> all = new ArrayList<>();
        for (String name : names)
            all.add(new GeneralName(
                    Character.isDigit(name.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName, name));
        return person().with(Extension.extendedKeyUsage.getId(), false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }))
                .with(
                        Extension.subjectAlternativeName.getId(),
                        false,
                        new GeneralNames(all.toArray(GeneralName[]::new)));
    }

    public X509Certificate signed(X500Name issuer, PublicKey issuerKey, PrivateKey with) {
        try {
            var utils = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(issuer, serial, Date.from(from), Date.from(to), subject, key);
            for (var extension : extensions.entrySet())
                builder.addExtension(
                        extension.getKey(),
                        extension.getValue().critical(),
                        extension.getValue().value());
            if (withAuthorityKey) {
                builder.addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(key));
                builder.addExtension(
                        Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(issuerKey));
            }
            var signer = new JcaContentSignerBuilder(Keys.signing(with)).build(with);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(Arrays.toString(subject.getRDNs()), e);
        }
    }
}
