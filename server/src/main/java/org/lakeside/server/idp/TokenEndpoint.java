package org.lakeside.server.idp;

import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.lakeside.server.lake.identity.Refreshable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where a provider gives tokens (RFC 6749, section 6); its address is found by OpenID Connect Discovery.
final class TokenEndpoint {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long LONGEST = 256 * 1024;

    private final URI issuer;
    private final Supplier<OkHttpClient> http;
    private volatile @Nullable HttpUrl address;

    TokenEndpoint(URI issuer, Supplier<OkHttpClient> http) {
        this.issuer = issuer;
        this.http = http;
    }

    record Answer(String accessToken, Optional<String> refreshToken) {
        @Override
        public String toString() {
            return "tokens";
        }
    }

    /// The provider says no, and would say so again.
    static final class Refused extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        private final String error;

        Refused(String error) {
            super(error);
            this.error = error;
        }

        /// Its word for it, such as `invalid_grant`.
        String error() {
            return error;
        }
    }

    Answer refresh(Refreshable with, String refreshToken, String scope, String audience) throws IOException, Refused {
        var form = new FormBody.Builder()
                .add("grant_type", "refresh_token")
                .add("refresh_token", refreshToken)
                .add("scope", scope)
                .add("audience", audience);
        var request = new Request.Builder().url(address());
        if (with.secret().isPresent())
            request.header(
                    "Authorization",
                    Credentials.basic(with.client(), with.secret().get()));
        else form.add("client_id", with.client());
        var answer = ask(request.post(form.build()).build());
        var token = answer.path("access_token").asString("");
        if (token.isEmpty()) throw new IOException("it answered without a token");
        return new Answer(
                token, Optional.of(answer.path("refresh_token").asString("")).filter(text -> !text.isEmpty()));
    }

    private HttpUrl address() throws IOException, Refused {
        var known = address;
        if (known != null) return known;
        var description = HttpUrl.parse(issuer + "/.well-known/openid-configuration");
        if (description == null || !description.isHttps())
            throw new Refused("%s is no address of a provider".formatted(issuer));
        var said = ask(new Request.Builder().url(description).build());
        requireSame(said.path("issuer").asString(""));
        var found = HttpUrl.parse(said.path("token_endpoint").asString(""));
        if (found == null || !found.isHttps()) throw new IOException("it does not say where it gives tokens");
        address = found;
        return found;
    }

    /// Else it could be anybody's description, and the refresh token would go to whoever that names (OpenID Connect
    /// Discovery 1.0, 4.3).
    private void requireSame(String named) throws IOException {
        if (!named.replaceFirst("/$", "").equals(issuer.toString().replaceFirst("/$", "")))
            throw new IOException("it describes itself as another provider");
    }

    private JsonNode ask(Request request) throws IOException, Refused {
        var client = http.get()
                .newBuilder()
                .callTimeout(LIMIT)
                .followRedirects(false)
                .build();
        try (var answer = client.newCall(request).execute()) {
            var content = JsonMapper.shared().readTree(answer.peekBody(LONGEST).bytes());
            if (answer.isSuccessful()) return content;
            if (answer.code() >= 500 || answer.code() == 429)
                throw new IOException("it answered %d".formatted(answer.code()));
            throw new Refused(word(content.path("error").asString(""), answer.code()));
        } catch (JacksonException e) {
            throw new IOException("it answered something else than a provider does", e);
        }
    }

    /// What it says may be anything, and goes to people and into the log.
    private static String word(String error, int status) {
        return error.matches("[a-z_]{1,40}") ? error : "it answered " + status;
    }
}
