package org.lakeside.auth.x509.proxy;

import static org.lakeside.auth.x509.X509Exception.Kind.NO_CERTIFICATE;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.ProxyMark;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.voms.AttributeCertificate;
import org.lakeside.auth.x509.voms.AttributeCheck;

/// Whether a proxy is to be believed: every link from it to the person's certificate, that certificate up to a root,
/// and the memberships it carries. Gives all that is wrong.
public final class ProxyCheck {
    private final GridTrust trust;
    private final Memberships memberships;
    private final Clock clock;

    private interface Memberships {
        List<Finding> of(AttributeCertificate attributes, X509Certificate person);
    }

    private ProxyCheck(GridTrust trust, Memberships memberships, Clock clock) {
        this.trust = trust;
        this.memberships = memberships;
        this.clock = clock;
    }

    /// Memberships too.
    public static ProxyCheck of(GridTrust trust, AttributeCheck memberships, Clock clock) {
        return new ProxyCheck(trust, memberships::of, clock);
    }

    /// The chain, and of memberships only whose they are: where nothing says which servers speak for a VO.
    public static ProxyCheck withoutMemberships(GridTrust trust, Clock clock) {
        return new ProxyCheck(
                trust,
                (attributes, person) ->
                        AttributeCheck.holder(attributes, person).stream().toList(),
                clock);
    }

    public List<Finding> of(GridProxy proxy) {
        return of(proxy.credential().chain());
    }

    /// As a server would look at what a client shows; a plain certificate is fine too.
    public List<Finding> of(List<X509Certificate> chain) {
        var findings = new ArrayList<Finding>();
        int proxies = (int) chain.stream().takeWhile(ProxyMark::isProxy).count();
        if (proxies == chain.size()) {
            findings.add(
                    new Finding(
                            NO_CERTIFICATE,
                            "The proxy has no certificate of a person behind it. Make it again, with the certificate in the file."));
            return findings;
        }
        try {
            new ProxyLinks(clock.instant(), findings).check(chain, proxies);
            findings.addAll(trust.check(chain.subList(proxies, chain.size())).findings());
            memberships(chain, proxies, findings);
        } catch (X509Exception e) {
            findings.add(e.finding()); // something in it cannot be read
        }
        return findings;
    }

    private void memberships(List<X509Certificate> chain, int proxies, List<Finding> findings) {
        for (X509Certificate each : chain.subList(0, proxies)) {
            findings.addAll(AttributeCertificate.unreadable(each));
            for (AttributeCertificate attributes : AttributeCertificate.in(each))
                findings.addAll(memberships.of(attributes, chain.get(proxies)));
        }
    }

    /// Shortest form: the first thing wrong, if any.
    public Optional<Finding> firstOf(GridProxy proxy) {
        return of(proxy).stream().findFirst();
    }
}
