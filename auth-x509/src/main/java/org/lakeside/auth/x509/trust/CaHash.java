package org.lakeside.auth.x509.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.ASN1UniversalString;
import org.bouncycastle.asn1.ASN1VisibleString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/// The eight digits that name an authority's files in a hashed directory. OpenSSL changed them with version 1.0;
/// directories have links under both.
final class CaHash {
    private CaHash() {}

    static Set<String> both(X500Principal name) {
        return Set.of(today(name), before(name));
    }

    /// `openssl x509 -subject_hash_old`: MD5 of the name as it stands in the certificate.
    static String before(X500Principal name) {
        return digits("MD5", name.getEncoded());
    }

    /// `openssl x509 -subject_hash`: SHA-1 of the name in lower case, without superfluous blanks, as UTF-8.
    static String today(X500Principal name) {
        try {
            var canonical = new ByteArrayOutputStream();
            for (RDN rdn : X500Name.getInstance(name.getEncoded()).getRDNs()) {
                var parts = new ASN1EncodableVector();
                for (AttributeTypeAndValue part : rdn.getTypesAndValues()) {
                    var pair = new ASN1EncodableVector();
                    pair.add(part.getType());
                    pair.add(canonical(part.getValue().toASN1Primitive()));
                    parts.add(new DERSequence(pair));
                }
                canonical.write(new DERSet(parts).getEncoded());
            }
            return digits("SHA-1", canonical.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e); // writes to memory
        }
    }

    private static ASN1Primitive canonical(ASN1Primitive value) {
        try {
            return canonicalText(value);
        } catch (IllegalArgumentException e) {
            return value; // no UTF-8, although it says so: nobody will look for it by this hash
        }
    }

    private static ASN1Primitive canonicalText(ASN1Primitive value) {
        return switch (value) {
            case ASN1UTF8String text -> folded(text);
            case ASN1PrintableString text -> folded(text);
            case ASN1IA5String text -> folded(text);
            case ASN1T61String text -> folded(text);
            case ASN1BMPString text -> folded(text);
            case ASN1UniversalString text -> folded(text);
            case ASN1VisibleString text -> folded(text);
            default -> value;
        };
    }

    private static ASN1Primitive folded(ASN1String text) {
        var ascii = new StringBuilder();
        for (char c : text.getString()
                .strip()
                .replaceAll("[ \\t\\n\\x0b\\f\\r]+", " ")
                .toCharArray()) ascii.append(c < 128 ? String.valueOf(c).toLowerCase(Locale.ROOT) : String.valueOf(c));
        return new DERUTF8String(ascii.toString());
    }

    private static String digits(String algorithm, byte[] of) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(of);
            return "%02x%02x%02x%02x".formatted(digest[3], digest[2], digest[1], digest[0]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has both
        }
    }
}
