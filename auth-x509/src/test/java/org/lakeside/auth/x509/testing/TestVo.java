package org.lakeside.auth.x509.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.Target;
import org.bouncycastle.asn1.x509.TargetInformation;
import org.bouncycastle.cert.AttributeCertificateHolder;
import org.bouncycastle.cert.AttributeCertificateIssuer;
import org.bouncycastle.cert.X509v2AttributeCertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.voms.AttributeCertificate;

/// A VO with a server that signs attribute certificates the way VOMS 2.1 does, or a little differently.
public final class TestVo {
    private final String name;
    private final TestPerson server;
    private final X509Certificate authority;

    public TestVo(String name, TestAuthority authority) {
        this.name = name;
        this.server = authority.host("voms.test", "localhost");
        this.authority = authority.certificate();
    }

    /// Puts an LSC file for `voms.test` there.
    public TestVo publish(Path vomsDir) {
        try {
            Path directory = Files.createDirectories(vomsDir.resolve(name));
            Files.writeString(directory.resolve("voms.test.lsc"), "/DC=test/CN=voms.test\n" + authorityName() + "\n");
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String authorityName() {
        return Dn.subject(authority).slashed();
    }

    public TestPerson server() {
        return server;
    }

    public Making attributes(TestPerson member, String... fqans) {
        return new Making(member.certificate(), Arrays.asList(fqans));
    }

    /// One attribute certificate before it is signed.
    public final class Making {
        private final X509Certificate member;
        private final List<String> fqans;
        private X500Principal holderName;
        private String vo = name;
        private Instant from = Instant.now().minus(Duration.ofMinutes(1));
        private Instant to = Instant.now().plus(Duration.ofHours(12));
        private boolean withChain = true;
        private Optional<String> target = Optional.empty();
        private Optional<String> critical = Optional.empty();

        private Making(X509Certificate member, List<String> fqans) {
            this.member = member;
            this.fqans = fqans;
            this.holderName = member.getSubjectX500Principal();
        }

        public Making life(Instant begins, Instant ends) {
            from = begins;
            to = ends;
            return this;
        }

        /// As a server with `--newformat`.
        public Making newFormat() {
            holderName = member.getIssuerX500Principal();
            return this;
        }

        public Making forVo(String other) {
            vo = other;
            return this;
        }

        public Making withoutChain() {
            withChain = false;
            return this;
        }

        public Making forHost(String host) {
            target = Optional.of(host);
            return this;
        }

        public Making critical(String oid) {
            critical = Optional.of(oid);
            return this;
        }

        public AttributeCertificate signed() {
            return AttributeCertificate.of(der());
        }

        public byte[] der() {
            try {
                var builder = new X509v2AttributeCertificateBuilder(
                        new AttributeCertificateHolder(
                                X500Name.getInstance(holderName.getEncoded()), member.getSerialNumber()),
                        new AttributeCertificateIssuer(X500Name.getInstance(
                                server.certificate().getSubjectX500Principal().getEncoded())),
                        BigInteger.valueOf(4711),
                        Date.from(from),
                        Date.from(to));
                builder.addAttribute(new ASN1ObjectIdentifier("1.3.6.1.4.1.8005.100.100.4"), syntax());
                builder.addExtension(Extension.noRevAvail, false, DERNull.INSTANCE);
                if (withChain)
                    builder.addExtension(
                            new ASN1ObjectIdentifier("1.3.6.1.4.1.8005.100.100.10"),
                            false,
                            new DERSequence(new DERSequence(
                                    Certificate.getInstance(server.certificate().getEncoded()))));
                if (target.isPresent())
                    builder.addExtension(Extension.targetInformation, true, new TargetInformation(new Target[] {
                        new Target(
                                Target.targetName, new GeneralName(GeneralName.uniformResourceIdentifier, target.get()))
                    }));
                if (critical.isPresent())
                    builder.addExtension(
                            new ASN1ObjectIdentifier(critical.get()), true, new DEROctetString(new byte[1]));
                return builder.build(new JcaContentSignerBuilder(Keys.signing(server.key())).build(server.key()))
                        .getEncoded();
            } catch (IOException | OperatorCreationException | CertificateEncodingException e) {
                throw new AssertionError(e);
            }
        }

        private DERSequence syntax() {
            var values = new ArrayList<DEROctetString>();
            for (String fqan : fqans)
                values.add(new DEROctetString(
                        (fqan + (fqan.contains("/Role=") ? "" : "/Role=NULL") + "/Capability=NULL").getBytes(UTF_8)));
            var syntax = new ASN1EncodableVector();
            syntax.add(new DERTaggedObject(
                    false,
                    0,
                    new GeneralNames(
                            new GeneralName(GeneralName.uniformResourceIdentifier, vo + "://voms.test:15000"))));
            syntax.add(new DERSequence(values.toArray(DEROctetString[]::new)));
            return new DERSequence(syntax);
        }
    }
}
