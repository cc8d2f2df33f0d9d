package org.lakeside.auth.x509;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/// The name in a certificate, written as grid tools write it: `/DC=test/DC=escape/CN=Alice Tester`, in the order of
/// the certificate. RFC 2253, which Java prints, has it the other way round and with commas.
///
/// Two names are equal when the names in the certificates are; how they are written says less, because a `/` in a
/// value looks like the next part.
public final class Dn {
    /// As OpenSSL calls them. Everything else is written by its number.
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("2.5.4.3", "CN"),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"),
            Map.entry("2.5.4.9", "street"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.13", "description"),
            Map.entry("2.5.4.17", "postalCode"),
            Map.entry("2.5.4.42", "GN"),
            Map.entry("2.5.4.43", "initials"),
            Map.entry("2.5.4.46", "dnQualifier"),
            Map.entry("2.5.4.97", "organizationIdentifier"),
            Map.entry("0.9.2342.19200300.100.1.1", "UID"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"),
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
            Map.entry("1.2.840.113549.1.9.2", "unstructuredName"));

    private final X500Principal principal;
    private final X500Name name;

    private Dn(X500Principal principal) {
        this.principal = principal;
        this.name = parse(principal);
    }

    /// Java reads some damaged names; they have no parts then.
    private static X500Name parse(X500Principal principal) {
        try {
            return X500Name.getInstance(principal.getEncoded());
        } catch (IllegalArgumentException e) {
            return new X500Name(new RDN[0]);
        }
    }

    public static Dn of(X500Principal principal) {
        return new Dn(principal);
    }

    public static Dn subject(X509Certificate certificate) {
        return new Dn(certificate.getSubjectX500Principal());
    }

    public static Dn issuer(X509Certificate certificate) {
        return new Dn(certificate.getIssuerX500Principal());
    }

    /// With slashes, values as text.
    public String slashed() {
        return written(false);
    }

    /// As OpenSSL's `X509_NAME_oneline` has it, and with it most grid services: bytes that are not printable ASCII
    /// become `\xC3`.
    public String oneline() {
        return written(true);
    }

    private String written(boolean escaped) {
        if (name.getRDNs().length == 0) return principal.getName();
        var text = new StringBuilder();
        for (RDN rdn : name.getRDNs())
            for (AttributeTypeAndValue part : rdn.getTypesAndValues()) {
                String type = part.getType().getId();
                text.append('/').append(NAMES.getOrDefault(type, type)).append('=');
                text.append(escaped ? escape(text(part.getValue())) : text(part.getValue()));
            }
        return text.toString();
    }

    private static String text(ASN1Encodable value) {
        try {
            return value instanceof ASN1String string ? string.getString() : IETFUtils.valueToString(value);
        } catch (IllegalArgumentException e) { // no UTF-8, although it says so
            return new String(raw(value), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] raw(ASN1Encodable value) {
        try {
            byte[] encoded = value.toASN1Primitive().getEncoded();
            return Arrays.copyOfRange(encoded, Math.min(2, encoded.length), encoded.length);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String escape(String text) {
        var escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~') escaped.append((char) b);
            else escaped.append("\\x%02X".formatted(b));
        }
        return escaped.toString();
    }

    /// The last part if it is a common name, without `CN=`.
    public Optional<String> lastCommonName() {
        RDN[] rdns = name.getRDNs();
        if (rdns.length == 0) return Optional.empty();
        AttributeTypeAndValue last = rdns[rdns.length - 1].getFirst();
        return last.getType().getId().equals("2.5.4.3") ? Optional.of(text(last.getValue())) : Optional.empty();
    }

    /// Is this name written so in a list of names, an LSC file, a `vomses` line? Knows both spellings above and the
    /// old names of two types.
    public boolean isWritten(String text) {
        String wanted = modern(text);
        return wanted.equals(modern(slashed())) || wanted.equals(modern(oneline()));
    }

    /// Older tools write `Email` and `USERID`.
    public static String modern(String slashed) {
        return slashed.strip()
                .replace("/Email=", "/emailAddress=")
                .replace("/E=", "/emailAddress=")
                .replace("/USERID=", "/UID=");
    }

    public X500Principal principal() {
        return principal;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dn dn && dn.principal.equals(principal);
    }

    @Override
    public int hashCode() {
        return principal.hashCode();
    }

    @Override
    public String toString() {
        return slashed();
    }
}
