package org.lakeside.server.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Secrets;
import org.lakeside.server.lake.identity.TokenPlace;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The token that a JupyterHub's login has got for its user, from the user's `auth_state`. Asked for by name: the hub's
/// `/user` leaves it out (JupyterHub 5.5). It needs the role scope `admin:auth_state!user` for the server's token.
public final class HubToken implements TokenPlace {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long LONGEST = 256 * 1024;

    private final HttpUrl user;
    private final String apiToken;
    private final Supplier<OkHttpClient> http;

    private HubToken(HttpUrl user, String apiToken, Supplier<OkHttpClient> http) {
        this.user = user;
        this.apiToken = apiToken;
        this.http = http;
    }

    /// Empty where there is no hub.
    public static Optional<TokenPlace> of(Map<String, String> environment, Supplier<OkHttpClient> http) {
        var api = HttpUrl.parse(environment.getOrDefault("JUPYTERHUB_API_URL", ""));
        var token = environment.getOrDefault("JUPYTERHUB_API_TOKEN", "");
        var name = environment.getOrDefault("JUPYTERHUB_USER", "");
        if (api == null || token.isEmpty() || name.isEmpty()) return Optional.empty();
        Secrets.remember(token);
        var user = api.newBuilder().addPathSegment("users").addPathSegment(name).build();
        return Optional.of(new HubToken(user, token, http));
    }

    @Override
    public String name() {
        return "the JupyterHub at " + user.host();
    }

    @Override
    public boolean isHub() {
        return true;
    }

    @Override
    public BearerToken read() {
        var client = http.get()
                .newBuilder()
                .callTimeout(LIMIT)
                .followRedirects(false)
                .build();
        var request = new Request.Builder()
                .url(user)
                .header("Authorization", "token " + apiToken)
                .build();
        try (var answer = client.newCall(request).execute()) {
            if (answer.code() >= 500)
                throw unavailable(
                        "%s answered %d, so that your token there cannot be had.".formatted(name(), answer.code()));
            if (!answer.isSuccessful())
                throw unusable("%s answered %d when it was asked for your token.".formatted(name(), answer.code()));
            var body = answer.peekBody(LONGEST).bytes();
            var token = JsonMapper.shared()
                    .readTree(body)
                    .path("auth_state")
                    .path("access_token")
                    .asString("");
            return BearerToken.parse(token)
                    .orElseThrow(
                            () -> unusable("%s has no token of an identity provider for you that this service may see."
                                    .formatted(name())));
        } catch (JacksonException e) {
            throw unusable("%s answered something else than was asked for.".formatted(name()));
        } catch (IOException e) {
            throw unavailable("%s does not answer, so that your token there cannot be had.".formatted(name()));
        }
    }

    private static LakeException unavailable(String detail) {
        return new LakeException(
                new Problem(Kind.ISSUER_UNAVAILABLE, detail, "Try again in a while, or log in in another way."));
    }

    private static LakeException unusable(String detail) {
        return new LakeException(
                new Problem(
                        Kind.CREDENTIAL_UNUSABLE,
                        detail,
                        "Log in in another way, or ask the hub's administrators to enable auth_state and the scope admin:auth_state!user."));
    }

    @Override
    public String toString() {
        return "token of " + name();
    }
}
