package org.lakeside.server.lake.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.voms.AttributeCertificate;
import org.lakeside.rucio.client.BearerToken;

/// From when until when something is good. It is had anew when three quarters of that are over: time enough for an
/// issuer that is away.
record Life(Instant begins, Instant ends) {
    private static final int LEFT = 4;
    private static final int LEFT_AT_A_WARNING = 8;
    private static final Duration LONGEST_WARNING = Duration.ofHours(1);

    static Life of(BearerToken token) {
        return new Life(token.issued(), token.expires());
    }

    /// By what ends first: the proxy, or what a VO says in it.
    static Life of(GridProxy proxy) {
        var certificate = proxy.credential().certificate().getNotBefore().toInstant();
        var begins = Stream.concat(
                        Stream.of(certificate), proxy.attributes().stream().map(AttributeCertificate::begins))
                .max(Instant::compareTo)
                .orElse(certificate);
        return new Life(begins, proxy.usefulUntil());
    }

    boolean isOverAt(Instant now) {
        return !now.isBefore(ends);
    }

    boolean isDueAt(Instant now) {
        return !now.isBefore(ends.minus(spare()));
    }

    /// A person should know.
    boolean endsSoonAt(Instant now) {
        return !now.isBefore(
                ends.minus(Collections.min(List.of(LONGEST_WARNING, whole().dividedBy(LEFT_AT_A_WARNING)))));
    }

    /// What is left of it when it is had anew.
    Duration spare() {
        return whole().dividedBy(LEFT);
    }

    private Duration whole() {
        return Duration.between(begins, ends);
    }
}
