package org.lakeside.server;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.CredentialReader;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.credential.PemFile;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;

/// A proxy below one that allows none: what our own maker refuses to make.
final class DeepProxy {
    private DeepProxy() {}

    static String of(Path certificate, Path key) {
        var person = CredentialReader.read(certificate, key, Passphrase.none());
        var parent = new ProxyMaker(Clock.systemUTC())
                .make(person, keys(), ProxyOptions.usual().followedBy(0), List.of())
                .credential();
        return new String(PemFile.of(below(parent)), StandardCharsets.US_ASCII);
    }

    private static Credential below(Credential parent) {
        var keys = keys();
        var issuer = X500Name.getInstance(
                parent.certificate().getSubjectX500Principal().getEncoded());
        var parts = Arrays.copyOf(issuer.getRDNs(), issuer.getRDNs().length + 1);
        parts[parts.length - 1] = new RDN(BCStyle.CN, new DERPrintableString("4711"));
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(4711),
                            Date.from(Instant.now().minusSeconds(60)),
                            Date.from(Instant.now().plusSeconds(3600)),
                            new X500Name(parts),
                            keys.getPublic())
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                    .addExtension(
                            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.14"),
                            true,
                            new DERSequence(new DERSequence(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.21.1"))));
            var made = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(parent.key())));
            var chain = new ArrayList<>(List.of(made));
            chain.addAll(parent.chain());
            return Credential.of(chain, keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
