package org.lakeside.rucio.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.lakeside.rucio.client.RucioException.Kind;

/// `/auth/userpass`, `/auth/x509`, `/auth/x509_proxy`: everything goes and comes in headers.
final class Login {
    /// Rucio reads headers as Latin-1 (41.5.1), OkHttp writes UTF-8, and neither can be told otherwise.
    private static final String BEYOND_ASCII =
            "; user names and passwords with letters beyond ASCII do not reach Rucio as they are typed";

    private final HttpUrl authUrl;
    private final Optional<String> vo;
    private final Calls calls;
    private final Clock clock;

    Login(HttpUrl authUrl, Optional<String> vo, Calls calls, Clock clock) {
        this.authUrl = authUrl;
        this.vo = vo;
        this.calls = calls;
        this.clock = clock;
    }

    RucioToken byPassword(UserPassword credentials, Optional<String> account) {
        String doing = "logging in as " + Plain.text(credentials.username(), 80);
        Headers.Builder headers = headers(doing, account);
        add(headers, doing, "X-Rucio-Username", credentials.username());
        add(headers, doing, "X-Rucio-Password", credentials.password());
        Request request = request("auth/userpass", headers);
        try {
            return calls.ask(doing, request, response -> token(doing, response, credentials.username(), account));
        } catch (RucioException e) {
            boolean ascii =
                    (credentials.username() + credentials.password()).chars().allMatch(c -> c < 0x80);
            throw ascii || e.kind() != Kind.NOT_AUTHENTICATED ? e : e.withHint(BEYOND_ASCII);
        }
    }

    RucioToken byCertificate(ClientCertificate shown, Optional<String> account) {
        String doing = "logging in with the %s of %s"
                .formatted(
                        shown.kind() == ClientCertificate.Kind.PROXY ? "grid proxy" : "certificate",
                        Plain.text(shown.subject(), 200));
        Headers.Builder headers = headers(doing, account).add("X-Rucio-Allow-Return-Multiple-Accounts", "true");
        Calls showing = calls.showing(shown);
        try {
            return showing.ask(
                    doing,
                    request(shown.kind().path(), headers),
                    response -> token(doing, response, shown.subject(), account));
        } finally {
            showing.forget();
        }
    }

    private Headers.Builder headers(String doing, Optional<String> account) {
        Headers.Builder headers = new Headers.Builder().add("X-Rucio-AppID", "lakeside");
        account.ifPresent(name -> add(headers, doing, "X-Rucio-Account", name));
        vo.ifPresent(name -> add(headers, doing, "X-Rucio-VO", name));
        return headers;
    }

    private Request request(String path, Headers.Builder headers) {
        return new Request.Builder()
                .url(authUrl.newBuilder().addPathSegments(path).build())
                .headers(headers.build())
                .build();
    }

    private static void add(Headers.Builder headers, String doing, String name, String value) {
        if (!HeaderText.fits(value)) {
            throw new RucioException(
                    Kind.NOT_AUTHENTICATED,
                    doing + ": Rucio takes no control characters in user names, passwords and accounts");
        }
        headers.addUnsafeNonAscii(name, value);
    }

    private RucioToken token(String doing, Response response, String identity, Optional<String> account) {
        try (response) {
            String value = Refusals.header(response, "X-Rucio-Auth-Token");
            Optional<Instant> expires = RucioDates.parse(Refusals.header(response, "X-Rucio-Auth-Token-Expires"));
            if (value.isEmpty() || expires.isEmpty()) {
                throw Refusals.notRucio(doing, response, "without a token", null);
            }
            // Servers before 32 do not say which account; there it is the one that was asked for.
            String used = response.header("X-Rucio-Auth-Account", account.orElse(identity));
            return new RucioToken(value, used, identity, expires.get().plus(ourClockIsAhead(response)));
        }
    }

    /// Rucio's end of the token is by Rucio's clock; its `Date` tells how far ours is from that.
    private Duration ourClockIsAhead(Response response) {
        return RucioDates.parse(Refusals.header(response, "Date"))
                .map(now -> Duration.between(now, clock.instant()))
                .filter(skew -> skew.abs().compareTo(Duration.ofSeconds(2)) > 0) // Date has whole seconds only
                .orElse(Duration.ZERO);
    }
}
