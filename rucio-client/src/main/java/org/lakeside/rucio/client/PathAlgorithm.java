package org.lakeside.rucio.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// How a deterministic RSE makes a path of a DID. These two are built into every Rucio
/// (`rse/translation.py` of 41.5.1); communities add others, which only their servers know: [Rses#pfns].
public enum PathAlgorithm {
    /// `SCOPE/b7/c0/NAME`: two folders by the MD5 of `scope:name`, so that none becomes too full.
    HASH {
        @Override
        public String path(Did did) {
            String digest = HexFormat.of()
                    .formatHex(md5().digest((did.scope() + ":" + did.name()).getBytes(StandardCharsets.UTF_8)));
            return "%s/%s/%s/%s"
                    .formatted(folder(did.scope()), digest.substring(0, 2), digest.substring(2, 4), did.name());
        }
    },
    /// `SCOPE/NAME`.
    IDENTITY {
        @Override
        public String path(Did did) {
            return folder(did.scope()) + "/" + did.name();
        }
    };

    /// The path below the RSE's prefix; raw, without percent-encoding.
    public abstract String path(Did did);

    /// By the name that RSEs give it, such as `hash`; empty for one of a community's own.
    public static Optional<PathAlgorithm> find(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "hash" -> Optional.of(HASH);
            case "identity" -> Optional.of(IDENTITY);
            default -> Optional.empty();
        };
    }

    /// Only scopes of users and groups have a folder for each part.
    private static String folder(String scope) {
        return scope.startsWith("user") || scope.startsWith("group") ? scope.replace('.', '/') : scope;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
