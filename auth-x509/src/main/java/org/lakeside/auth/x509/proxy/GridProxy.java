package org.lakeside.auth.x509.proxy;

import static org.lakeside.auth.x509.X509Exception.Kind.NOT_A_PROXY;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.ProxyMark;
import org.lakeside.auth.x509.voms.AttributeCertificate;

/// A short-lived certificate with a key of its own, signed by the person's certificate or by another proxy. Who has
/// it acts as that person until it ends, so it is kept as secret as a password, and written to files that only its
/// owner may read.
///
/// It says what it is, not whether it is to be believed: that is [ProxyCheck]'s.
public final class GridProxy {
    private final Credential credential;
    private final ProxyKind kind;
    private final List<AttributeCertificate> attributes;

    private GridProxy(Credential credential, ProxyKind kind, List<AttributeCertificate> attributes) {
        this.credential = credential;
        this.kind = kind;
        this.attributes = List.copyOf(attributes);
    }

    /// Looks at a credential as a proxy.
    ///
    /// @throws X509Exception when it is a certificate and no proxy
    public static GridProxy of(Credential credential) {
        X509Certificate first = credential.certificate();
        ProxyKind kind = ProxyKind.of(first)
                .orElseThrow(() -> new X509Exception(
                        NOT_A_PROXY,
                        "%s is the certificate of a person or a host, not a proxy.".formatted(Dn.subject(first))));
        var attributes = new ArrayList<AttributeCertificate>();
        for (X509Certificate each : credential.chain()) // after a delegation they sit in the parent
        if (ProxyMark.isProxy(each)) attributes.addAll(AttributeCertificate.in(each));
        return new GridProxy(credential, kind, attributes);
    }

    /// To show it to servers.
    public Credential credential() {
        return credential;
    }

    public ProxyKind kind() {
        return kind;
    }

    /// Who it acts for: the name in the certificate of the person.
    public Dn identity() {
        return ProxyMark.person(credential.chain())
                .map(Dn::subject)
                .orElseGet(() -> Dn.issuer(credential.chain().getLast()));
    }

    public Dn subject() {
        return credential.subject();
    }

    /// Memberships, the primary one first: those of this proxy, then those of the proxies that it was made from.
    public List<AttributeCertificate> attributes() {
        return attributes;
    }

    /// When the proxy, or something that it is made from, ends.
    public Instant expires() {
        return credential.expires();
    }

    /// When the proxy or one of its memberships ends: from then on storages see somebody without that VO, and say
    /// "permission denied".
    public Instant usefulUntil() {
        return Stream.concat(Stream.of(expires()), attributes.stream().map(AttributeCertificate::ends))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /// All about it, in the words and lines of `voms-proxy-info -all`.
    public String describe(Instant now) {
        var lines = new ArrayList<String>();
        X509Certificate certificate = credential.certificate();
        lines.add("subject   : " + subject());
        lines.add("issuer    : " + Dn.issuer(certificate));
        lines.add("identity  : " + identity());
        lines.add("type      : " + kind.line());
        lines.add("strength  : " + strength(certificate));
        lines.add("timeleft  : " + clock(Duration.between(now, expires())));
        for (AttributeCertificate each : attributes) {
            lines.add("=== VO %s extension information ===".formatted(each.vo()));
            lines.add("VO        : " + each.vo());
            lines.add("subject   : " + identity());
            lines.add("issuer    : " + each.issuer());
            each.fqans().forEach(fqan -> lines.add("attribute : " + fqan));
            lines.add("timeleft  : " + clock(Duration.between(now, each.ends())));
            lines.add("uri       : %s:%d".formatted(each.host(), each.port()));
        }
        return String.join("\n", lines);
    }

    private static String strength(X509Certificate certificate) {
        return switch (certificate.getPublicKey()) {
            case RSAKey rsa -> rsa.getModulus().bitLength() + " bits";
            case ECKey ec -> ec.getParams().getOrder().bitLength() + " bits, elliptic curve";
            default -> certificate.getPublicKey().getAlgorithm();
        };
    }

    private static String clock(Duration left) {
        if (left.isNegative()) return "0:00:00";
        return "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }

    @Override
    public String toString() {
        String name = identity()
                .lastCommonName()
                .map(last -> "CN=" + last)
                .orElseGet(() -> identity().slashed());
        String vos =
                attributes.stream().map(AttributeCertificate::vo).distinct().collect(Collectors.joining(", "));
        return "proxy of %s, %s, %s".formatted(name, vos.isEmpty() ? "no VO" : "VO " + vos, left());
    }

    private String left() {
        Duration left = Duration.between(Instant.now(), usefulUntil());
        return left.isNegative() ? "ended" : "%d h %d min left".formatted(left.toHours(), left.toMinutesPart());
    }
}
