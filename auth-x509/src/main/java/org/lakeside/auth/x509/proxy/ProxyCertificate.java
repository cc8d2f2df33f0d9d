package org.lakeside.auth.x509.proxy;

import static org.lakeside.auth.x509.X509Exception.Kind.MAY_NOT_SIGN;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.ProxyMark;
import org.lakeside.auth.x509.voms.AttributeCertificate;

/// One proxy certificate, field by field. Each is as it is because some server or tool wants it so.
final class ProxyCertificate {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final Credential issuer;
    private final PublicKey key;
    private final int serial;
    private Instant from = Instant.EPOCH;
    private Instant to = Instant.EPOCH;

    ProxyCertificate(Credential issuer, PublicKey key, int serial) {
        this.issuer = issuer;
        this.key = key;
        this.serial = serial;
    }

    /// Begins a little earlier, because clocks differ; never outside the life of what signs it.
    ProxyCertificate living(Instant now, Duration life) {
        Instant earliest = issuer.chain().stream()
                .map(each -> each.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
        Instant latest = issuer.expires();
        from = now.minus(CLOCKS_DIFFER).isBefore(earliest) ? earliest : now.minus(CLOCKS_DIFFER);
        to = life.compareTo(Duration.between(now, latest)) > 0 ? latest : now.plus(life);
        return this;
    }

    X509Certificate sign(boolean limited, OptionalInt pathLength, List<AttributeCertificate> attributes) {
        try {
            // The issuer's name byte for byte: written anew from a string it may get other string types, and no
            // longer match.
            X500Name issuerName = X500Name.getInstance(
                    issuer.certificate().getSubjectX500Principal().getEncoded());
            var builder = new X509v3CertificateBuilder(
                    issuerName,
                    BigInteger.valueOf(serial),
                    Date.from(from),
                    Date.from(to),
                    subject(issuerName),
                    SubjectPublicKeyInfo.getInstance(key.getEncoded()));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            String language = limited ? ProxyCertInfo.LIMITED : ProxyCertInfo.INHERIT_ALL;
            builder.addExtension(
                    new ASN1ObjectIdentifier(ProxyMark.RFC),
                    true,
                    new ProxyCertInfo(pathLength, language, true).encoded());
            // Strict verifiers, among them OpenSSL with -x509_strict and Python since 3.13, want to know which key
            // has signed.
            builder.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKeyId()));
            if (!attributes.isEmpty())
                builder.addExtension(
                        new ASN1ObjectIdentifier(AttributeCertificate.EXTENSION), false, carried(attributes));
            var signer = new JcaContentSignerBuilder(algorithm(issuer.key())).build(issuer.key());
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(builder.build(signer).getEncoded()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new X509Exception(
                    MAY_NOT_SIGN,
                    "The key of %s cannot sign a proxy: %s.".formatted(issuer.subject(), e.getMessage()),
                    e);
        }
    }

    /// The issuer's, and its own number behind it.
    private X500Name subject(X500Name issuerName) {
        RDN[] parts = Arrays.copyOf(issuerName.getRDNs(), issuerName.getRDNs().length + 1);
        parts[parts.length - 1] = new RDN(BCStyle.CN, new DERPrintableString(String.valueOf(serial)));
        return new X500Name(parts);
    }

    private byte[] issuerKeyId() throws GeneralSecurityException {
        byte[] given = issuer.certificate().getExtensionValue(Extension.subjectKeyIdentifier.getId());
        if (given != null)
            return SubjectKeyIdentifier.getInstance(
                            ASN1OctetString.getInstance(given).getOctets())
                    .getKeyIdentifier();
        var info = SubjectPublicKeyInfo.getInstance(
                issuer.certificate().getPublicKey().getEncoded());
        return MessageDigest.getInstance("SHA-1").digest(info.getPublicKeyData().getBytes());
    }

    /// As the servers sent them: a changed byte would break a signature.
    private static DERSequence carried(List<AttributeCertificate> attributes) throws IOException {
        var all = new ASN1EncodableVector();
        for (AttributeCertificate each : attributes) all.add(ASN1Primitive.fromByteArray(each.encoded()));
        return new DERSequence(new DERSequence(all));
    }

    private static String algorithm(PrivateKey key) {
        if (key instanceof ECKey) return "SHA256withECDSA";
        if (key instanceof EdECKey) return key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm();
        return key.getAlgorithm().equals("RSASSA-PSS") ? "SHA256withRSAandMGF1" : "SHA256withRSA";
    }
}
