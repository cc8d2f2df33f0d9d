package org.lakeside.auth.x509.voms;

import static org.lakeside.auth.x509.X509Exception.Kind.ANOTHER_HOLDER;
import static org.lakeside.auth.x509.X509Exception.Kind.ANOTHER_TARGET;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_ATTRIBUTES;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_SIGNATURE;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_YET_VALID;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_ISSUER;
import static org.lakeside.auth.x509.X509Exception.Kind.WEAK;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.Target;
import org.bouncycastle.asn1.x509.TargetInformation;
import org.bouncycastle.asn1.x509.Targets;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.credential.ProxyMark;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.trust.Verdict;

/// Whether an attribute certificate is to be believed: made for this person, in time, signed by a server that the
/// grid trusts and that the `vomsdir` names for this VO.
public final class AttributeCheck {
    private static final ASN1ObjectIdentifier SERVER_CHAIN = new ASN1ObjectIdentifier("1.3.6.1.4.1.8005.100.100.10");
    private static final List<String> KNOWN_CRITICAL = List.of(Extension.targetInformation.getId());
    private static final List<String> WEAK_SIGNATURES =
            List.of("1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4"); // MD2, MD5 with RSA

    private final GridTrust trust;
    private final VomsDir vomsDir;
    private final Clock clock;

    public AttributeCheck(GridTrust trust, VomsDir vomsDir, Clock clock) {
        this.trust = trust;
        this.vomsDir = vomsDir;
        this.clock = clock;
    }

    /// Whether it was made for this person, whoever signed it: what can be said without knowing a single server.
    ///
    /// @param person the certificate at the root of the proxies
    public static Optional<Finding> holder(AttributeCertificate attributes, X509Certificate person) {
        if (HolderCheck.isFor(attributes, person)) return Optional.empty();
        return Optional.of(new Finding(
                ANOTHER_HOLDER,
                "The attributes of VO %s were made for somebody else than %s. Ask VOMS for new ones."
                        .formatted(attributes.vo(), Dn.subject(person))));
    }

    /// The same for all that proxies carry; says nothing when there is no certificate of a person behind them.
    public static List<Finding> holders(List<X509Certificate> proxies) {
        return ProxyMark.person(proxies).stream()
                .flatMap(person -> proxies.stream()
                        .takeWhile(ProxyMark::isProxy)
                        .flatMap(proxy -> AttributeCertificate.in(proxy).stream())
                        .flatMap(attributes -> holder(attributes, person).stream()))
                .toList();
    }

    /// Everything that is wrong with it. Restrictions to machines are not looked at: they are for whoever serves.
    ///
    /// @param person the certificate at the root of the proxies
    public List<Finding> of(AttributeCertificate attributes, X509Certificate person) {
        return of(attributes, person, Optional.empty());
    }

    /// As a server of that name would judge.
    public List<Finding> of(AttributeCertificate attributes, X509Certificate person, String host) {
        return of(attributes, person, Optional.of(host));
    }

    private List<Finding> of(AttributeCertificate attributes, X509Certificate person, Optional<String> host) {
        var findings = new ArrayList<Finding>();
        time(attributes, findings);
        holder(attributes, person).ifPresent(findings::add);
        content(attributes, findings);
        host.ifPresent(name -> targets(attributes, name, findings));
        signer(attributes, findings);
        return findings;
    }

    private void time(AttributeCertificate attributes, List<Finding> findings) {
        Instant now = clock.instant();
        if (now.isAfter(attributes.ends()))
            findings.add(new Finding(
                    EXPIRED,
                    "The attributes of VO %s have ended at %s. Make a new proxy."
                            .formatted(attributes.vo(), Times.inWords(attributes.ends(), now))));
        if (now.isBefore(attributes.begins()))
            findings.add(new Finding(
                    NOT_YET_VALID,
                    "The attributes of VO %s begin at %s, and it is %s. Check the clock of this machine."
                            .formatted(
                                    attributes.vo(),
                                    Times.inWords(attributes.begins(), now),
                                    Times.inWords(now, now))));
    }

    private static void content(AttributeCertificate attributes, List<Finding> findings) {
        for (Fqan fqan : attributes.fqans())
            if (!fqan.vo().equals(attributes.vo()))
                findings.add(new Finding(
                        BAD_ATTRIBUTES, "A server of VO %s speaks of %s.".formatted(attributes.vo(), fqan)));
        for (Object critical : attributes.content().getCriticalExtensionOIDs())
            if (!KNOWN_CRITICAL.contains(critical.toString()))
                findings.add(new Finding(
                        BAD_ATTRIBUTES,
                        "The attributes of VO %s have a condition that is not known here (%s)."
                                .formatted(attributes.vo(), critical)));
    }

    private static void targets(AttributeCertificate attributes, String host, List<Finding> findings) {
        Extension targets = attributes.content().getExtension(Extension.targetInformation);
        if (targets == null) return;
        boolean named = Arrays.stream(
                        TargetInformation.getInstance(targets.getParsedValue()).getTargetsObjects())
                .map(Targets::getTargets)
                .flatMap(Arrays::stream)
                .map(Target::getTargetName)
                .filter(name -> name != null)
                .anyMatch(name -> isHost(name, host));
        if (!named)
            findings.add(new Finding(
                    ANOTHER_TARGET, "The attributes of VO %s are not for %s.".formatted(attributes.vo(), host)));
    }

    private static boolean isHost(GeneralName name, String host) {
        String text = name.getName().toString();
        return text.equalsIgnoreCase(host) || text.toLowerCase(Locale.ROOT).endsWith("://" + host);
    }

    private void signer(AttributeCertificate attributes, List<Finding> findings) {
        if (WEAK_SIGNATURES.contains(attributes
                .content()
                .toASN1Structure()
                .getSignatureAlgorithm()
                .getAlgorithm()
                .getId()))
            findings.add(new Finding(
                    WEAK,
                    "The attributes of VO %s are signed with a method that can be forged.".formatted(attributes.vo())));
        List<X509Certificate> chain = chain(attributes);
        if (chain.isEmpty())
            chain = vomsDir.certificates(attributes.vo()).stream()
                    .filter(certificate -> Dn.subject(certificate).equals(attributes.issuer()))
                    .limit(1)
                    .toList();
        if (chain.isEmpty()) {
            findings.add(unknown(attributes));
            return;
        }
        if (!hasSigned(chain.getFirst(), attributes))
            findings.add(new Finding(
                    BAD_SIGNATURE,
                    "The attributes of VO %s are not signed by %s: they have been changed."
                            .formatted(attributes.vo(), Dn.subject(chain.getFirst()))));
        Verdict verdict = trust.check(chain);
        for (Finding finding : verdict.findings())
            findings.add(new Finding(
                    finding.kind(),
                    "The VOMS server of %s is not trusted. %s".formatted(attributes.vo(), finding.sentence())));
        if (verdict.trusted() && !vomsDir.names(attributes.vo(), attributes.host(), verdict.path()))
            findings.add(unknown(attributes));
    }

    private Finding unknown(AttributeCertificate attributes) {
        return new Finding(
                UNKNOWN_ISSUER,
                "Nothing says that %s speaks for VO %s. Install its LSC file as %s/%s/%s.lsc."
                        .formatted(attributes.issuer(), attributes.vo(), vomsDir, attributes.vo(), attributes.host()));
    }

    /// The server puts its certificates in, its own first.
    private static List<X509Certificate> chain(AttributeCertificate attributes) {
        Extension extension = attributes.content().getExtension(SERVER_CHAIN);
        if (extension == null) return List.of();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var chain = new ArrayList<X509Certificate>();
            for (ASN1Encodable list : ASN1Sequence.getInstance(extension.getParsedValue()))
                for (ASN1Encodable each : ASN1Sequence.getInstance(list))
                    chain.add((X509Certificate) factory.generateCertificate(
                            new ByteArrayInputStream(each.toASN1Primitive().getEncoded())));
            return chain;
        } catch (CertificateException | IOException | RuntimeException e) {
            return List.of(); // not a chain: then nobody has signed
        }
    }

    private static boolean hasSigned(X509Certificate server, AttributeCertificate attributes) {
        try {
            return attributes
                    .content()
                    .isSignatureValid(new JcaContentVerifierProviderBuilder().build(server.getPublicKey()));
        } catch (OperatorCreationException | CertException | RuntimeException e) {
            return false;
        }
    }
}
