package org.lakeside.server.lake.identity;

import java.time.Duration;
import java.util.List;
import org.lakeside.auth.x509.voms.VomsRequest;

/// What the proxies made of a certificate shall be like.
///
/// @param vos the primary one first; none: a proxy without memberships
public record ProxyWish(List<VomsRequest> vos, Duration life) {
    public static final Duration USUAL_LIFE = Duration.ofHours(12);

    public ProxyWish {
        vos = vos.stream().map(one -> one.living(life)).toList();
    }

    public static ProxyWish plain() {
        return new ProxyWish(List.of(), USUAL_LIFE);
    }
}
