package org.lakeside.server.api;

import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Refuses what another site's page could have sent with this user's cookies, before anything is looked up.
/// A foreign page cannot send the custom header without asking first, and nothing here ever answers such a question:
/// there are no CORS headers.
final class Guard {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

    private Guard() {}

    static void check(Context context) {
        var request = context.req();
        var reading = READING.contains(request.getMethod());
        if (!reading && request.getHeader("X-Lakeside") == null)
            throw new LakeException(new Problem(
                    Kind.HEADER_MISSING,
                    "A request that changes something needs the header X-Lakeside; this one came without it.",
                    "Use the panel, or send `X-Lakeside: 1`."));
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_PAGES.contains(site)) throw crossSite();
        var origin = request.getHeader("Origin");
        if (origin != null && !isOwn(origin, request.getHeader("X-Forwarded-Host"), request.getHeader("Host")))
            throw crossSite();
    }

    private static LakeException crossSite() {
        return new LakeException(new Problem(
                Kind.CROSS_SITE,
                "This request came from a page of another site.",
                "Open JupyterLab itself, and use the panel there."));
    }

    @SuppressWarnings("NullAway") // a header that is not there is null
    private static boolean isOwn(String origin, String forwardedHost, String host) {
        var from = hostOf(origin);
        if (from.isEmpty()) return false;
        return from.equals(normal(host)) || from.equals(normal(forwardedHost));
    }

    private static Optional<String> hostOf(String origin) {
        try {
            var uri = new URI(origin);
            if (uri.getHost() == null) return Optional.empty();
            return normal(uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> normal(String host) {
        return Optional.ofNullable(host)
                .map(text -> text.replaceAll(",.*", "").strip().toLowerCase(Locale.ROOT));
    }
}
