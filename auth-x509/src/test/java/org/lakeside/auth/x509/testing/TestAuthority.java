package org.lakeside.auth.x509.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority that lives as long as its test.
public final class TestAuthority {
    private final X509Certificate certificate;
    private final KeyPair keys;
    private final Optional<TestAuthority> above;
    private final List<BigInteger> revoked = new ArrayList<>();

    private TestAuthority(X509Certificate certificate, KeyPair keys, Optional<TestAuthority> above) {
        this.certificate = certificate;
        this.keys = keys;
        this.above = above;
    }

    /// A root, named like `/DC=test/CN=Root`.
    public static TestAuthority root(String dn) {
        return root(dn, Keys.ec());
    }

    public static TestAuthority root(String dn, KeyPair keys) {
        var name = TestCertificate.name(dn);
        var certificate = new TestCertificate(name, keys.getPublic())
                .authority()
                .life(Duration.ofDays(-1000), Duration.ofDays(1000))
                .signed(name, keys.getPublic(), keys.getPrivate());
        return new TestAuthority(certificate, keys, Optional.empty());
    }

    public TestAuthority sub(String dn) {
        KeyPair subKeys = Keys.ec();
        var issued = issue(new TestCertificate(TestCertificate.name(dn), subKeys.getPublic())
                .authority()
                .life(Duration.ofDays(-100), Duration.ofDays(500)));
        return new TestAuthority(issued, subKeys, Optional.of(this));
    }

    /// A person with an RSA key that is good today.
    public TestPerson person(String dn) {
        return person(dn, Keys.rsa());
    }

    public TestPerson person(String dn, KeyPair theirs) {
        return person(theirs, new TestCertificate(TestCertificate.name(dn), theirs.getPublic()).person());
    }

    public TestPerson person(KeyPair theirs, TestCertificate wanted) {
        var chain = new ArrayList<X509Certificate>();
        chain.add(issue(wanted));
        Optional<TestAuthority> issuer = Optional.of(this);
        while (issuer.isPresent() && issuer.get().above.isPresent()) {
            chain.add(issuer.get().certificate);
            issuer = issuer.get().above;
        }
        return new TestPerson(chain, theirs.getPrivate());
    }

    /// A machine whose certificate has these names.
    public TestPerson host(String commonName, String... names) {
        KeyPair theirs = Keys.ec();
        return person(
                theirs,
                new TestCertificate(TestCertificate.name("/DC=test/CN=" + commonName), theirs.getPublic()).host(names));
    }

    public X509Certificate issue(TestCertificate wanted) {
        return wanted.signed(subject(), keys.getPublic(), keys.getPrivate());
    }

    public X500Name subject() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public KeyPair keys() {
        return keys;
    }

    public void revoke(X509Certificate of) {
        revoked.add(of.getSerialNumber());
    }

    /// A revocation list that was made an hour ago.
    public X509CRL revocationList(Instant nextUpdate) {
        return revocationList(nextUpdate, Optional.empty());
    }

    /// The same with a further extension.
    public X509CRL revocationList(Instant nextUpdate, Optional<Extension> more) {
        try {
            var builder = new JcaX509v2CRLBuilder(certificate, Date.from(nextUpdate.minus(Duration.ofDays(30))));
            builder.setNextUpdate(Date.from(nextUpdate));
            for (BigInteger serial : revoked)
                builder.addCRLEntry(serial, Date.from(Instant.now()), CRLReason.keyCompromise);
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
            if (more.isPresent()) builder.addExtension(more.get());
            var signer = new JcaContentSignerBuilder(Keys.signing(keys.getPrivate())).build(keys.getPrivate());
            return new JcaX509CRLConverter().getCRL(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- as in /etc/grid-security/certificates

    /// The name of its files there, by the older of the two hashes, which is easy to compute.
    public String oldHash() {
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(certificate.getSubjectX500Principal().getEncoded());
            return "%02x%02x%02x%02x".formatted(digest[3], digest[2], digest[1], digest[0]);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public TestAuthority publish(Path directory) {
        return write(directory, "0", Pem.of(certificate));
    }

    public TestAuthority publishRevocations(Path directory, Instant nextUpdate) {
        return publishRevocations(directory, nextUpdate, Optional.empty());
    }

    public TestAuthority publishRevocations(Path directory, Instant nextUpdate, Optional<Extension> more) {
        try {
            return write(
                    directory,
                    "r0",
                    Pem.block("X509 CRL", revocationList(nextUpdate, more).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Puts a file of this authority there; the suffix is such as `signing_policy`.
    public TestAuthority write(Path directory, String suffix, String content) {
        try {
            Path aside = directory.resolve("." + oldHash() + "." + suffix + ".new");
            Files.writeString(aside, content, UTF_8);
            Files.move(
                    aside,
                    directory.resolve(oldHash() + "." + suffix),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
