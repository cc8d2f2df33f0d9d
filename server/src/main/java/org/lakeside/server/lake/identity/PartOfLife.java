package org.lakeside.server.lake.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.voms.AttributeCertificate;

/// What ends is had anew when three quarters of its life are over: time enough for an issuer that is away.
final class PartOfLife {
    private static final int LEFT = 4;

    private PartOfLife() {}

    static boolean isDue(Instant begins, Instant ends, Instant now) {
        var life = Duration.between(begins, ends);
        return !now.isBefore(ends.minus(life.dividedBy(LEFT)));
    }

    /// By what ends first: the proxy, or what a VO says in it.
    static boolean isDue(GridProxy proxy, Instant now) {
        return isDue(begins(proxy), proxy.usefulUntil(), now);
    }

    private static Instant begins(GridProxy proxy) {
        var certificate = proxy.credential().certificate().getNotBefore().toInstant();
        return Stream.concat(Stream.of(certificate), proxy.attributes().stream().map(AttributeCertificate::begins))
                .max(Instant::compareTo)
                .orElse(certificate);
    }
}
