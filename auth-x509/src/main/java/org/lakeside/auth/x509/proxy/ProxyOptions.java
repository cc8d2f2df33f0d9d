package org.lakeside.auth.x509.proxy;

import java.time.Duration;
import java.util.OptionalInt;

/// What a new proxy shall be like.
///
/// @param life it never outlives what signs it
/// @param limited may move data, may not start jobs
/// @param pathLength how many proxies may follow it; empty: any number
/// @param keyBits of its RSA key. Not an elliptic curve: `root://` refuses those
public record ProxyOptions(Duration life, boolean limited, OptionalInt pathLength, int keyBits) {
    public ProxyOptions {
        if (!life.isPositive()) throw new IllegalArgumentException("a proxy cannot live " + life);
        if (pathLength.orElse(0) < 0) throw new IllegalArgumentException("not a path length: " + pathLength);
        if (keyBits < 2048 || keyBits > 8192)
            throw new IllegalArgumentException("not a key length that servers take: " + keyBits);
    }

    /// Twelve hours, full, RSA-2048: as the official clients do.
    public static ProxyOptions usual() {
        return new ProxyOptions(Duration.ofHours(12), false, OptionalInt.empty(), KeyReserve.BITS);
    }

    public ProxyOptions living(Duration wanted) {
        return new ProxyOptions(wanted, limited, pathLength, keyBits);
    }

    public ProxyOptions asLimited() {
        return new ProxyOptions(life, true, pathLength, keyBits);
    }

    public ProxyOptions followedBy(int proxies) {
        return new ProxyOptions(life, limited, OptionalInt.of(proxies), keyBits);
    }

    public ProxyOptions withKey(int bits) {
        return new ProxyOptions(life, limited, pathLength, bits);
    }
}
