package org.lakeside.auth.x509.proxy;

import static org.lakeside.auth.x509.X509Exception.Kind.BAD_PROXY;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.ProxyMark;

/// The extension that makes a certificate a proxy: what it may do, and how many more proxies may follow.
///
/// ```
/// ProxyCertInfo ::= SEQUENCE { pathLength INTEGER OPTIONAL, policy SEQUENCE { language OID, policy OCTET STRING
/// OPTIONAL } }
/// ```
///
/// In the draft of Globus 3 the path length comes last, and tagged.
///
/// @param rfc false for the draft
record ProxyCertInfo(OptionalInt pathLength, String language, boolean rfc) {
    static final String INHERIT_ALL = "1.3.6.1.5.5.7.21.1";
    static final String INDEPENDENT = "1.3.6.1.5.5.7.21.2";
    static final String LIMITED = "1.3.6.1.4.1.3536.1.1.1.9";

    static Optional<ProxyCertInfo> of(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(ProxyMark.RFC);
        boolean rfc = value != null;
        if (value == null) value = certificate.getExtensionValue(ProxyMark.DRAFT);
        if (value == null) return Optional.empty();
        try {
            return Optional.of(parse(ASN1OctetString.getInstance(value).getOctets(), rfc));
        } catch (RuntimeException e) {
            throw new X509Exception(
                    BAD_PROXY,
                    "What the proxy %s may do cannot be read: its ProxyCertInfo is damaged."
                            .formatted(Dn.subject(certificate)),
                    e);
        }
    }

    private static ProxyCertInfo parse(byte[] der, boolean rfc) {
        var length = OptionalInt.empty();
        String language = "";
        for (ASN1Encodable each : ASN1Sequence.getInstance(der))
            switch (each) {
                case ASN1Integer number -> length = OptionalInt.of(number.intValueExact());
                case ASN1TaggedObject tagged ->
                    length =
                            OptionalInt.of(ASN1Integer.getInstance(tagged, true).intValueExact());
                case ASN1Sequence policy ->
                    language = ASN1ObjectIdentifier.getInstance(policy.getObjectAt(0))
                            .getId();
                default -> throw new IllegalArgumentException("an element that does not belong there");
            }
        if (language.isEmpty() || length.orElse(0) < 0) throw new IllegalArgumentException("no policy");
        return new ProxyCertInfo(length, language, rfc);
    }

    ASN1Encodable encoded() {
        var parts = new ASN1EncodableVector();
        pathLength.ifPresent(number -> parts.add(new ASN1Integer(number)));
        parts.add(new DERSequence(new ASN1ObjectIdentifier(language)));
        return new DERSequence(parts);
    }
}
