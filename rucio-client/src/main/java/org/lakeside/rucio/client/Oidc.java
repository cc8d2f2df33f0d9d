package org.lakeside.rucio.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.RucioException.Kind;

/// `/auth/oidc…` and tokens of identity providers, which Rucio takes as they are.
final class Oidc {
    private static final String REFUSED = "CannotAuthenticate";

    private final HttpUrl url;
    private final HttpUrl authUrl;
    private final Optional<String> vo;
    private final Calls calls;

    Oidc(HttpUrl url, HttpUrl authUrl, Optional<String> vo, Calls calls) {
        this.url = url;
        this.authUrl = authUrl;
        this.vo = vo;
        this.calls = calls;
    }

    OidcLogin begin(OidcRequest wanted, Optional<String> account) {
        String doing = "beginning a login in the browser";
        Headers.Builder headers =
                new Headers.Builder().add("X-Rucio-Client-Authorize-Polling", wanted.polling() ? "True" : "False");
        account.ifPresent(name -> headers.add("X-Rucio-Account", checked(doing, name)));
        vo.ifPresent(name -> headers.add("X-Rucio-VO", checked(doing, name)));
        wanted.scope().ifPresent(text -> headers.add("X-Rucio-Client-Authorize-Scope", checked(doing, text)));
        wanted.audience().ifPresent(text -> headers.add("X-Rucio-Client-Authorize-Audience", checked(doing, text)));
        wanted.issuer().ifPresent(text -> headers.add("X-Rucio-Client-Authorize-Issuer", checked(doing, text)));
        wanted.refreshedFor()
                .ifPresent(life ->
                        headers.add("X-Rucio-Client-Authorize-Refresh-Lifetime", Long.toString(life.toHours())));
        Request request = new Request.Builder()
                .url(at("auth/oidc", null))
                .headers(headers.build())
                .build();
        return calls.ask(doing, request, answer -> page(doing, answer, wanted.polling()));
    }

    private OidcLogin page(String doing, Response answer, boolean polling) {
        try (answer) {
            HttpUrl page = HttpUrl.parse(Refusals.header(answer, "X-Rucio-OIDC-Auth-URL"));
            if (page == null || page.query() == null) {
                throw Refusals.notRucio(doing, answer, "without the address of a login page", null);
            }
            // Rucio 41 always writes https, and the host that it was called by: ours is the one that is known to be
            // right.
            URI shown = at("auth/oidc_redirect", page.encodedQuery()).uri();
            return new OidcLogin(shown, polling);
        }
    }

    /// Empty as long as nobody has logged in there.
    Optional<RucioToken> fetch(OidcLogin login, Optional<String> account) {
        return fetch(
                "waiting for the login in the browser",
                String.valueOf(login.page().getRawQuery()),
                account);
    }

    RucioToken fetch(String code, Optional<String> account) {
        String doing = "fetching the token for the browser's code";
        if (!code.matches("[A-Za-z0-9_-]{10,200}")) {
            throw new RucioException(Kind.NOT_AUTHENTICATED, doing + ": this is no such code");
        }
        return fetch(doing, code, account)
                .orElseThrow(() -> new RucioException(
                        Kind.NOT_AUTHENTICATED, doing + ": Rucio does not know this code, or no longer"));
    }

    private Optional<RucioToken> fetch(String doing, String query, Optional<String> account) {
        Request request = new Request.Builder()
                .url(at("auth/oidc_redirect", query))
                .header("X-Rucio-Client-Fetch-Token", "True")
                .build();
        try {
            String value = calls.ask(doing, request, answer -> value(doing, answer));
            return Optional.of(accepted(bearer(doing, value), account));
        } catch (RucioException e) {
            if (e.status() == 401
                    && (e.exceptionClass().equals(REFUSED) || e.exceptionClass().isEmpty())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Rucio's own refreshing: the same token when it is too early, empty when there is nothing to refresh.
    Optional<RucioToken> refresh(RucioToken old) {
        String doing = "refreshing the token of account " + Plain.text(old.account(), 80);
        Request request = new Request.Builder()
                .url(at("auth/oidc_refresh", null))
                .header("X-Rucio-Account", checked(doing, old.account()))
                .header("X-Rucio-Auth-Token", checked(doing, old.value()))
                .build();
        String value = calls.ask(doing, request, answer -> value(doing, answer));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        BearerToken fresh = bearer(doing, value);
        return Optional.of(new RucioToken(value, old.account(), old.identity(), fresh.expires()));
    }

    /// Shows a token to Rucio, and asks whose account it opens.
    RucioToken accepted(BearerToken token, Optional<String> wanted) {
        String doing = "logging in with a token of " + token.issuer();
        Request request = new Request.Builder()
                .url(url.newBuilder().addPathSegments("accounts/whoami").build())
                .header("X-Rucio-Auth-Token", token.value())
                .build();
        String account = calls.ask(doing, request, new WhoAmI(doing));
        if (wanted.filter(name -> !name.equals(account)).isPresent()) {
            // Rucio 41 goes by the identity's default account, and does not look at X-Rucio-Account here.
            throw new RucioException(
                    Kind.CHOOSE_ACCOUNT,
                    "%s: Rucio takes it for account %s, not for %s".formatted(doing, account, wanted.get()),
                    new RucioException.Answer(303, "", "", Optional.empty(), List.of(account)),
                    null);
        }
        return new RucioToken(token.value(), account, token.identity(), token.expires());
    }

    /// Rucio answers "who am I" with a redirect to the account.
    record WhoAmI(String doing) implements Calls.Reading<String> {
        @Override
        public boolean takes(Response answer) {
            return answer.code() == 303 || answer.isSuccessful(); // a page of somebody else's
        }

        @Override
        public String read(Response answer) {
            try (answer) {
                String location = Refusals.header(answer, "Location");
                String account = location.substring(location.lastIndexOf('/') + 1);
                if (account.isEmpty()) {
                    throw Refusals.notRucio(doing, answer, "without an account", null);
                }
                return Plain.text(account, 80);
            }
        }
    }

    private static String value(String doing, Response answer) {
        try (answer) {
            if (answer.header("X-Rucio-Auth-Token") == null) {
                throw Refusals.notRucio(doing, answer, "without a token", null);
            }
            return Refusals.header(answer, "X-Rucio-Auth-Token");
        }
    }

    private static BearerToken bearer(String doing, String value) {
        return BearerToken.parse(value)
                .orElseThrow(() -> new RucioException(
                        Kind.UNFORESEEN, doing + ": Rucio gave a token that says neither whose it is nor until when"));
    }

    private static String checked(String doing, String value) {
        if (!HeaderText.fits(value) || value.chars().anyMatch(c -> c > 0x7e)) {
            throw new RucioException(Kind.NOT_AUTHENTICATED, doing + ": Rucio takes only plain ASCII here");
        }
        return value;
    }

    private HttpUrl at(String path, @Nullable String query) {
        return authUrl.newBuilder().addPathSegments(path).encodedQuery(query).build();
    }
}
