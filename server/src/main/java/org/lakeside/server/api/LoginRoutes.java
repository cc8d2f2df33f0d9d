package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.identity.Check;
import org.lakeside.server.lake.identity.Found;
import org.lakeside.server.lake.identity.GivenToken;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.lake.identity.KeyPlace;
import org.lakeside.server.lake.identity.Login;
import org.lakeside.server.lake.identity.ProxyPlace;
import org.lakeside.server.lake.identity.ProxyWish;
import org.lakeside.server.lake.identity.Secrets;
import org.lakeside.server.lake.identity.TokenFile;

/// Logging in and out, in all the ways there are.
final class LoginRoutes {
    static final List<String> KINDS = List.of("userpass", "x509", "proxy", "oidc");

    private static final int LONGEST_LIFE_HOURS = 24 * 14;

    private LoginRoutes() {}

    static void register(RoutesConfig routes) {
        var login = Api.ROOT + "/instances/{instance}/login";
        routes.post(login, context -> logIn(context, Admitted.parts(context)));
        routes.delete(login, context -> logOut(context, Admitted.parts(context)));
        routes.get(Api.ROOT + "/instances/{instance}/checks", context -> checks(context, Admitted.parts(context)));
        routes.get(login + "/options", context -> options(context, Admitted.parts(context)));
    }

    private static void logIn(Context context, Parts parts) {
        var name = InstanceRoutes.instance(context, parts);
        var body = Json.body(context, CredentialsJson.class);
        var identities = parts.identities();
        switch (String.valueOf(body.kind())) {
            case "userpass" -> answer(context, identities.logIn(name, userPassword(body), text(body.account())));
            case "x509" ->
                answer(
                        context,
                        identities.logIn(name, keyPlace(body), passphrase(body), wish(body), text(body.account())));
            case "proxy" ->
                answer(context, identities.logIn(name, proxyPlace(body, identities, name), text(body.account())));
            case "oidc" -> oidc(context, name, body, identities);
            default -> throw Query.bad("kind has to be one of %s.".formatted(String.join(", ", KINDS)));
        }
    }

    private static void answer(Context context, Login login) {
        Json.answer(context, 200, LoginJson.of(login));
    }

    private static void oidc(Context context, String name, CredentialsJson body, Identities identities) {
        var account = text(body.account());
        var code = text(body.code());
        var token = text(body.token());
        var file = text(body.file());
        token.ifPresent(one -> Secrets.remember(one.strip()));
        if (code.isPresent()) answer(context, identities.logInWithCode(name, code.get(), account));
        else if (token.isPresent())
            answer(context, identities.logIn(name, new GivenToken("this request", token.get()), account));
        else if (file.isPresent()) answer(context, identities.logIn(name, new TokenFile(path(file.get())), account));
        else if (text(body.browser()).isPresent()) inBrowser(context, name, body, identities);
        else answer(context, withFoundToken(name, identities, account));
    }

    private static void inBrowser(Context context, String name, CredentialsJson body, Identities identities) {
        var polling = switch (text(body.browser()).orElse("")) {
            case "wait" -> true;
            case "code" -> false;
            default -> throw Query.bad("browser has to be 'wait' or 'code'.");
        };
        var login = identities.beginInBrowser(name, polling, text(body.account()));
        Json.answer(context, 202, new BrowserJson(login.page(), login.polling() ? "wait" : "code"));
    }

    private static Login withFoundToken(String name, Identities identities, Optional<String> account) {
        for (var found : identities.found(name))
            if (found.place() instanceof Found.Place.OfToken(var place)) return identities.logIn(name, place, account);
        throw Query.bad(
                "There is no token here: neither a hub's, nor by BEARER_TOKEN or BEARER_TOKEN_FILE. Send one, or browser 'wait'.");
    }

    private static UserPassword userPassword(CredentialsJson body) {
        if (text(body.username()).isEmpty()
                || body.password() == null
                || body.password().isEmpty()) throw Query.bad("A login needs a user name and a password.");
        return new UserPassword(text(body.username()).get().strip(), body.password());
    }

    private static KeyPlace keyPlace(CredentialsJson body) {
        if (text(body.pkcs12()).isPresent())
            return new KeyPlace.Uploaded(
                    "the file you sent", base64(text(body.pkcs12()).get()), new byte[0]);
        if (text(body.pem()).isPresent())
            return new KeyPlace.Uploaded(
                    "the certificate you sent",
                    text(body.pem()).get().getBytes(StandardCharsets.ISO_8859_1),
                    text(body.keyPem()).orElse("").getBytes(StandardCharsets.ISO_8859_1));
        var file = text(body.file())
                .orElseThrow(() ->
                        Query.bad("A login with a certificate needs file (and key), pem (and key_pem) or pkcs12."));
        return new KeyPlace.Files(path(file), text(body.key()).map(LoginRoutes::path));
    }

    private static Passphrase passphrase(CredentialsJson body) {
        if (body.passphrase() == null) return Passphrase.none();
        Secrets.remember(body.passphrase());
        return Passphrase.of(body.passphrase().toCharArray());
    }

    private static ProxyWish wish(CredentialsJson body) {
        var vos = Optional.ofNullable(body.voms()).orElse(List.of()).stream()
                .map(text -> VomsRequest.parse(text)
                        .orElseThrow(
                                () -> Query.bad("'%s' is not a VO such as escape or escape:/escape/cms/Role=production."
                                        .formatted(text))))
                .toList();
        var hours = Optional.ofNullable(body.hours()).orElse((int) ProxyWish.USUAL_LIFE.toHours());
        if (hours < 1 || hours > LONGEST_LIFE_HOURS)
            throw Query.bad("hours is %d, not a number from 1 to %d.".formatted(hours, LONGEST_LIFE_HOURS));
        return new ProxyWish(vos, Duration.ofHours(hours));
    }

    private static ProxyPlace proxyPlace(CredentialsJson body, Identities identities, String name) {
        if (text(body.pem()).isPresent())
            return ProxyPlace.uploaded(
                    "the proxy you sent", text(body.pem()).get().getBytes(StandardCharsets.ISO_8859_1));
        if (text(body.file()).isPresent())
            return ProxyPlace.file(path(text(body.file()).get()));
        for (var found : identities.found(name))
            if (found.place() instanceof Found.Place.OfProxy(var file)) return ProxyPlace.file(file);
        throw Query.bad("There is no proxy at X509_USER_PROXY or in its usual place. Send file or pem.");
    }

    private static void logOut(Context context, Parts parts) {
        answer(context, parts.identities().logOut(InstanceRoutes.instance(context, parts)));
    }

    private static void options(Context context, Parts parts) {
        var name = InstanceRoutes.instance(context, parts);
        var found = parts.identities().found(name).stream().map(FoundJson::of).toList();
        Json.answer(
                context, 200, new OptionsJson(KINDS, found, parts.identities().vos()));
    }

    private static void checks(Context context, Parts parts) {
        var name = InstanceRoutes.instance(context, parts);
        var checks =
                parts.identities().examine(name).stream().map(CheckJson::of).toList();
        Json.answer(context, 200, new ChecksJson(checks));
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(one -> !one.isBlank());
    }

    private static Path path(String text) {
        try {
            var path = Path.of(text.strip());
            if (path.isAbsolute()) return path;
        } catch (InvalidPathException e) {
            // said below
        }
        throw Query.bad("Files are named by absolute paths.");
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Query.bad("pkcs12 is not base64.");
        }
    }

    record CredentialsJson(
            @Nullable String kind,
            @Nullable String account,
            @Nullable String username,
            @Nullable String password,
            @Nullable String file,
            @Nullable String key,
            @Nullable String pem,
            @Nullable String keyPem,
            @Nullable String pkcs12,
            @Nullable String passphrase,
            @Nullable List<String> voms,
            @Nullable Integer hours,
            @Nullable String token,
            @Nullable String browser,
            @Nullable String code) {
        @Override
        public String toString() {
            return "credentials of kind " + kind;
        }
    }

    record ChecksJson(List<CheckJson> checks) {}

    record CheckJson(String name, String state, String detail, String remedy) {
        static CheckJson of(Check check) {
            return new CheckJson(
                    check.name(),
                    check.state().name().toLowerCase(Locale.ROOT),
                    Secrets.masked(check.detail()),
                    Secrets.masked(check.remedy()));
        }
    }

    record BrowserJson(URI page, String browser) {}

    record OptionsJson(List<String> kinds, List<FoundJson> found, List<String> vos) {}

    record FoundJson(
            String kind,
            String from,
            Optional<String> identity,
            Optional<Instant> until,
            Optional<Map<String, Object>> problem) {
        static FoundJson of(Found found) {
            return new FoundJson(
                    found.kind().word(),
                    found.from(),
                    found.identity(),
                    found.until().map(Json::time),
                    found.problem().map(ProblemJson::of));
        }
    }
}
