package org.lakeside.auth.x509.voms;

import static org.lakeside.auth.x509.X509Exception.Kind.ANOTHER_HOLDER;
import static org.lakeside.auth.x509.X509Exception.Kind.CLOCK_WRONG;
import static org.lakeside.auth.x509.X509Exception.Kind.GARBAGE;
import static org.lakeside.auth.x509.X509Exception.Kind.UNKNOWN_ATTRIBUTE;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.X509Exception;

/// Whether what came is what was asked for.
final class AnswerCheck {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    /// Servers make attributes when they are asked, and some date them back a little.
    private static final Duration BACKDATED = Duration.ofMinutes(30);

    private AnswerCheck() {}

    static void check(
            AttributeCertificate got, VomsRequest asked, VomsServer server, X509Certificate person, Instant now) {
        if (!got.vo().equals(server.vo()))
            throw new X509Exception(
                    GARBAGE,
                    "%s answered for VO %s and was asked for %s. Check its line in vomses."
                            .formatted(server, got.vo(), server.vo()));
        if (!got.ends().isAfter(got.begins()))
            throw new X509Exception(
                    GARBAGE,
                    "%s gave attributes that end when they begin, at %s. Tell the VO's administrators."
                            .formatted(server, Times.inWords(got.ends(), now)));
        if (!HolderCheck.isFor(got, person))
            throw new X509Exception(
                    ANOTHER_HOLDER,
                    "%s gave attributes for somebody else than %s. Do not use them; tell the VO's administrators."
                            .formatted(server, Dn.subject(person)));
        if (got.begins().isAfter(now.plus(CLOCKS_DIFFER)) || got.begins().isBefore(now.minus(BACKDATED)))
            throw new X509Exception(
                    CLOCK_WRONG,
                    "%s gave attributes from %s to %s, and here it is %s: one of the two clocks is wrong. Set this machine's by NTP."
                            .formatted(
                                    server,
                                    Times.inWords(got.begins(), now),
                                    Times.inWords(got.ends(), now),
                                    Times.inWords(now, now)));
        for (Fqan fqan : asked.fqans())
            if (!got.fqans().contains(fqan))
                throw new X509Exception(
                        UNKNOWN_ATTRIBUTE, "VO %s gave %s, but not %s.".formatted(server.vo(), got.fqans(), fqan));
    }
}
