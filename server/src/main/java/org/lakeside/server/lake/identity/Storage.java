package org.lakeside.server.lake.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.lakeside.rucio.client.BearerToken;

/// A place with files, as far as it matters for what is shown there.
///
/// @param rse its name, for messages
/// @param attributes what Rucio says of the RSE; empty when that is not known
public record Storage(String rse, URI uri, Map<String, String> attributes) {
    /// The audience that means all, in WLCG's profile of tokens.
    public static final String ANY = "https://wlcg.cern.ch/jwt/v1/any";

    private static final Set<String> OPEN = Set.of("http", "dav", "file");
    private static final Set<String> WEB = Set.of("https", "davs");

    public Storage {
        attributes = Map.copyOf(attributes);
    }

    public Storage(String rse, URI uri) {
        this(rse, uri, Map.of());
    }

    /// Whether nothing can be shown there: without TLS nobody knows who looks.
    boolean isOpen() {
        return OPEN.contains(scheme());
    }

    boolean isWeb() {
        return WEB.contains(scheme());
    }

    /// Whether the address says all by itself.
    boolean isSigned() {
        var query = uri.getRawQuery();
        return query != null && query.toLowerCase(Locale.ROOT).matches(".*(x-amz-signature|signature|authz|token)=.*");
    }

    /// By its scheme, by Rucio's attribute for RSEs that take tokens, and by whom the token is for.
    boolean takes(BearerToken token) {
        return isWeb() && attributes.getOrDefault("oidc_support", "").equalsIgnoreCase("true") && isMeantBy(token);
    }

    /// Whether a token says nothing of whom it is for, or means this storage too: any other could use it elsewhere.
    private boolean isMeantBy(BearerToken token) {
        return token.audience().isEmpty() || token.audience().stream().anyMatch(this::isNamed);
    }

    private boolean isNamed(String audience) {
        if (audience.equals(ANY) || audience.equalsIgnoreCase(uri.getHost())) return true;
        var named = parsed(audience);
        return named.getHost() != null
                && named.getHost().equalsIgnoreCase(uri.getHost())
                && (named.getPort() < 0 || named.getPort() == uri.getPort());
    }

    private static URI parsed(String audience) {
        try {
            return new URI(audience);
        } catch (URISyntaxException e) {
            return URI.create(""); // a name of another kind
        }
    }

    /// Whether a token says that it is for storages: Rucio's own usually is not, and some storages look at groups only.
    static boolean opensStorages(BearerToken token) {
        return token.scopes().stream()
                .anyMatch(scope -> scope.startsWith("storage.") || scope.startsWith("wlcg.groups"));
    }

    String scheme() {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }
}
