package org.lakeside.auth.x509.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;

/// Believes servers as [GridTrust] does and, for what the grid's directory does not know, as another trust manager
/// does.
///
/// A refusal is a `CertificateException` whose cause is an [X509Exception].
///
/// On purpose not an `X509ExtendedTrustManager`: for this kind the JDK itself compares names and refuses weak
/// algorithms.
public final class GridTrustManager implements X509TrustManager {
    private static final Set<String> MAY_SERVE = Set.of(
            "1.3.6.1.5.5.7.3.1", // TLS server
            "2.5.29.37.0"); // anything

    private final GridTrust trust;
    private final @Nullable X509TrustManager others;

    private GridTrustManager(GridTrust trust, @Nullable X509TrustManager others) {
        this.trust = trust;
        this.others = others;
    }

    public static GridTrustManager of(GridTrust trust) {
        return new GridTrustManager(trust, null);
    }

    /// A server that the grid has revoked stays refused; any other refusal leaves the word to `others`, usually the
    /// system's authorities.
    public static GridTrustManager of(GridTrust trust, X509TrustManager others) {
        return new GridTrustManager(trust, others);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        Verdict verdict = trust.check(List.of(chain));
        if (verdict.trusted()) {
            mayServe(chain[0]);
            return;
        }
        Finding why = verdict.findings().getFirst();
        boolean revoked = verdict.findings().stream().anyMatch(finding -> finding.kind() == Kind.REVOKED);
        if (others == null || revoked) throw refusal(why);
        try {
            others.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            var refusal = refusal(why);
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private static void mayServe(X509Certificate certificate) throws CertificateException {
        List<String> uses = certificate.getExtendedKeyUsage();
        if (uses != null && uses.stream().noneMatch(MAY_SERVE::contains))
            throw refusal(new Finding(
                    Kind.BAD_CHAIN, "The certificate of %s is not for servers.".formatted(Dn.subject(certificate))));
    }

    private static CertificateException refusal(Finding why) {
        return new CertificateException(why.sentence(), new X509Exception(why.kind(), why.sentence()));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("only servers are checked here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        var issuers = new ArrayList<>(trust.authorities());
        if (others != null) issuers.addAll(List.of(others.getAcceptedIssuers()));
        return issuers.toArray(X509Certificate[]::new);
    }
}
