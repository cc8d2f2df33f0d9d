package org.lakeside.auth.x509.voms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_ATTRIBUTES;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Attribute;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.IetfAttrSyntax;
import org.bouncycastle.cert.AttributeCertificateHolder;
import org.bouncycastle.cert.X509AttributeCertificateHolder;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;

/// What a VO says of a member, signed by one of its VOMS servers: groups and roles, for some hours. It travels
/// inside a proxy.
///
/// Reading one says nothing about whether it is true: that is [AttributeCheck]'s.
public final class AttributeCertificate {
    /// Where a proxy carries them.
    public static final String EXTENSION = "1.3.6.1.4.1.8005.100.100.5";

    private static final ASN1ObjectIdentifier FQANS = new ASN1ObjectIdentifier("1.3.6.1.4.1.8005.100.100.4");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<vo>[^:/]+)://(?<host>\\[?[^/]+?]?):(?<port>\\d{1,5})/?");

    private final X509AttributeCertificateHolder content;
    private final byte[] encoded;
    private final String vo;
    private final String host;
    private final int port;
    private final List<Fqan> fqans;
    private final Dn issuer;
    private final Instant begins;
    private final Instant ends;
    private final Holder holder;

    /// Whom it was made for, as it says: the number of a certificate, and a name.
    record Holder(BigInteger certificate, List<X500Principal> names) {}

    /// All that is ever asked is read now, so that damage shows now.
    private AttributeCertificate(X509AttributeCertificateHolder content, byte[] encoded) throws IOException {
        this.content = content;
        this.encoded = encoded;
        this.issuer = Dn.of(principal(content.getIssuer().getNames()[0]));
        this.begins = content.getNotBefore().toInstant();
        this.ends = content.getNotAfter().toInstant();
        this.holder = holder(content.getHolder());
        IetfAttrSyntax syntax = syntax(content);
        GeneralName[] authority = syntax.getPolicyAuthority() == null
                ? new GeneralName[0]
                : syntax.getPolicyAuthority().getNames();
        if (authority.length == 0) throw new IllegalArgumentException("it names no VO");
        Matcher parts = AUTHORITY.matcher(authority[0].getName().toString());
        if (!parts.matches()) throw new IllegalArgumentException("it names no VO");
        vo = parts.group("vo");
        host = parts.group("host");
        port = Integer.parseInt(parts.group("port"));
        fqans = fqans(syntax);
    }

    /// Reads one as a VOMS server sends it.
    ///
    /// @throws X509Exception when it is none
    public static AttributeCertificate of(byte[] der) {
        try {
            return new AttributeCertificate(new X509AttributeCertificateHolder(der), der.clone());
        } catch (IOException | RuntimeException e) {
            throw new X509Exception(
                    BAD_ATTRIBUTES, "An attribute certificate cannot be read: %s.".formatted(e.getMessage()), e);
        }
    }

    /// Those that a proxy carries, each VO's first, as far as they can be read: tools and storages that look at the
    /// name alone take a proxy with others too.
    public static List<AttributeCertificate> in(X509Certificate proxy) {
        return carried(proxy, new ArrayList<>());
    }

    /// What is wrong with those that a proxy carries and that cannot be read.
    public static List<Finding> unreadable(X509Certificate proxy) {
        var findings = new ArrayList<Finding>();
        carried(proxy, findings);
        return List.copyOf(findings);
    }

    private static List<AttributeCertificate> carried(X509Certificate proxy, List<Finding> unreadable) {
        byte[] value = proxy.getExtensionValue(EXTENSION);
        if (value == null) return List.of();
        var found = new ArrayList<AttributeCertificate>();
        try {
            for (ASN1Encodable set :
                    ASN1Sequence.getInstance(ASN1OctetString.getInstance(value).getOctets()))
                for (ASN1Encodable each : ASN1Sequence.getInstance(set)) {
                    try {
                        found.add(of(each.toASN1Primitive().getEncoded()));
                    } catch (X509Exception e) {
                        unreadable.add(e.finding());
                    }
                }
        } catch (IOException | RuntimeException e) {
            unreadable.add(new Finding(
                    BAD_ATTRIBUTES, "The attribute certificates in the proxy cannot be read. Make a new proxy."));
        }
        return List.copyOf(found);
    }

    private static Holder holder(AttributeCertificateHolder holder) throws IOException {
        if (holder.getSerialNumber() == null || holder.getIssuer() == null)
            throw new IllegalArgumentException("it does not say whose certificate it is for");
        var names = new ArrayList<X500Principal>();
        for (X500Name name : holder.getIssuer()) names.add(principal(name));
        return new Holder(holder.getSerialNumber(), names);
    }

    private static X500Principal principal(X500Name name) throws IOException {
        return new X500Principal(name.getEncoded());
    }

    private static IetfAttrSyntax syntax(X509AttributeCertificateHolder content) {
        Attribute[] attributes = content.getAttributes(FQANS);
        if (attributes.length == 0) throw new IllegalArgumentException("it has no groups");
        return IetfAttrSyntax.getInstance(attributes[0].getAttrValues().getObjectAt(0));
    }

    private static List<Fqan> fqans(IetfAttrSyntax syntax) {
        return Arrays.stream(syntax.getValues())
                .map(value -> value instanceof ASN1OctetString octets
                        ? new String(octets.getOctets(), UTF_8)
                        : value.toString())
                .map(text -> Fqan.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no group or role")))
                .toList();
    }

    public String vo() {
        return vo;
    }

    /// The server that has made it.
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /// Groups and roles; the first is the primary one.
    public List<Fqan> fqans() {
        return fqans;
    }

    public Instant begins() {
        return begins;
    }

    public Instant ends() {
        return ends;
    }

    /// The name in the certificate of the server that has made it.
    public Dn issuer() {
        return issuer;
    }

    public String serial() {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(content.getSerialNumber().toByteArray());
    }

    /// As the server sent it.
    public byte[] encoded() {
        return encoded.clone();
    }

    X509AttributeCertificateHolder content() {
        return content;
    }

    Holder holder() {
        return holder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributeCertificate that && Arrays.equals(that.encoded, encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "attributes of VO %s, %s, until %s".formatted(vo, fqans, ends());
    }
}
