package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.identity.Check;
import org.lakeside.server.lake.identity.Found;
import org.lakeside.server.lake.identity.GivenToken;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.lake.identity.Login;
import org.lakeside.server.lake.identity.Memberships;
import org.lakeside.server.lake.identity.ProxyPlace;
import org.lakeside.server.lake.identity.Secrets;
import org.lakeside.server.lake.identity.TokenFile;
import org.lakeside.server.lake.identity.TokenPlace;

/// Logging in and out, in all the ways there are.
final class LoginRoutes {
    static final List<String> KINDS = List.of("userpass", "x509", "proxy", "oidc");

    private static final String TYPED = "typed";

    private LoginRoutes() {}

    static void register(RoutesConfig routes) {
        var login = Api.ROOT + "/instances/{instance}/login";
        routes.post(login, context -> logIn(context, Admitted.parts(context)));
        routes.delete(login, context -> logOut(context, Admitted.parts(context)));
        routes.get(login + "/options", context -> options(context, Admitted.parts(context)));
        routes.delete(login + "/browser", context -> giveUpBrowser(context, Admitted.parts(context)));
        routes.post(login + "/renew", context -> renew(context, Admitted.parts(context)));
        routes.post(login + "/memberships", context -> memberships(context, Admitted.parts(context)));
        routes.after(login, LoginRoutes::answered);
        routes.after(login + "/memberships", LoginRoutes::answered);
        routes.get(Api.ROOT + "/instances/{instance}/checks", context -> checks(context, Admitted.parts(context)));
    }

    private static void logIn(Context context, Parts parts) throws Exception {
        var name = InstanceRoutes.instance(context, parts);
        var instance = parts.instances().instance(name);
        if (instance.isOpen())
            throw new LakeException(new Problem(
                            Problem.Kind.BAD_REQUEST,
                            "%s is open to everybody: nobody logs in there.".formatted(instance.label()),
                            "Go on without.")
                    .with(Problem.INSTANCE, name));
        tried(context, body -> logIn(context, name, body, parts.identities()));
    }

    /// With what was typed masked until the answer is there; afterwards only what was right. Whoever
    /// leaves meanwhile has changed their mind.
    private static void tried(Context context, Consumer<LoginBody> use) throws Exception {
        var body = Json.body(context, LoginBody.class);
        var typed = body.masked();
        context.attribute(TYPED, typed);
        try {
            ReaderWatch.during(context, _ -> use.accept(body));
            typed.worked();
        } catch (LakeException e) {
            if (body.isOpened(e.problem().kind())) typed.worked();
            throw e;
        }
    }

    private static void answered(Context context) {
        if (context.attribute(TYPED) instanceof Secrets.Attempt typed) typed.close();
    }

    private static void logIn(Context context, String name, LoginBody body, Identities identities) {
        switch (body.kind().orElse("")) {
            case "userpass" -> answer(context, identities.logIn(name, body.userPassword(), body.account()));
            case "x509" -> {
                var wish = body.wish(); // before there is a key in memory: it may be a bad one
                answer(context, identities.logIn(name, body.keyPlace(), body.passphraseGiven(), wish, body.account()));
            }
            case "proxy" -> answer(context, identities.logIn(name, proxy(body, identities, name), body.account()));
            case "oidc" -> oidc(context, name, body, identities);
            default -> throw Query.bad("kind has to be one of %s.".formatted(String.join(", ", KINDS)));
        }
    }

    private static void answer(Context context, Login login) {
        Json.answer(context, 200, LoginJson.of(login));
    }

    private static void oidc(Context context, String name, LoginBody body, Identities identities) {
        var account = body.account();
        if (body.code().isPresent())
            answer(context, identities.logInWithCode(name, body.code().get(), account));
        else if (body.token().isPresent())
            answer(
                    context,
                    identities.logIn(
                            name, new GivenToken("this request", body.token().get()), account));
        else if (body.path().isPresent())
            answer(context, identities.logIn(name, new TokenFile(body.path().get()), account));
        else if (body.refreshable().isPresent())
            answer(context, identities.logIn(name, body.refreshable().get(), account));
        else if (body.browser().isPresent()) inBrowser(context, name, body, identities);
        else answer(context, identities.logIn(name, foundToken(name, body, identities), account));
    }

    private static void inBrowser(Context context, String name, LoginBody body, Identities identities) {
        var polling = switch (body.browser().orElse("")) {
            case "wait" -> true;
            case "code" -> false;
            default -> throw Query.bad("browser has to be 'wait' or 'code'.");
        };
        var login = identities.beginInBrowser(name, polling, body.account());
        Json.answer(context, 202, new BrowserJson(login.page(), login.polling() ? "wait" : "code"));
    }

    private static TokenPlace foundToken(String name, LoginBody body, Identities identities) {
        var from = body.from();
        for (var found : identities.found(name))
            if (found.place() instanceof Found.Place.OfToken(var place)
                    && (from.isEmpty() || from.get().equals(FoundJson.source(found)))) return place;
        throw Query.bad(
                "There is no token here: neither a hub's, nor by BEARER_TOKEN or BEARER_TOKEN_FILE. Send one, or browser 'wait'.");
    }

    private static ProxyPlace proxy(LoginBody body, Identities identities, String name) {
        var sent = body.proxyPlace();
        if (sent.isPresent()) return sent.get();
        for (var found : identities.found(name))
            if (found.place() instanceof Found.Place.OfProxy(var file)) return ProxyPlace.file(file);
        throw Query.bad("There is no proxy at X509_USER_PROXY or in its usual place. Send file or pem.");
    }

    private static void logOut(Context context, Parts parts) {
        answer(context, parts.identities().logOut(InstanceRoutes.instance(context, parts)));
    }

    private static void giveUpBrowser(Context context, Parts parts) {
        answer(context, parts.identities().giveUpBrowser(InstanceRoutes.instance(context, parts)));
    }

    private static void renew(Context context, Parts parts) {
        answer(context, parts.identities().renew(InstanceRoutes.instance(context, parts)));
    }

    private static void memberships(Context context, Parts parts) throws Exception {
        var name = InstanceRoutes.instance(context, parts);
        tried(context, body -> memberships(context, name, body, parts.identities()));
    }

    private static void memberships(Context context, String name, LoginBody body, Identities identities) {
        var vo = body.vo().orElseThrow(() -> Query.bad("vo is missing."));
        var answer = switch (body.kind().orElse("")) {
            case "current" -> identities.memberships(name, vo);
            case "x509" -> identities.memberships(body.keyPlace(), body.passphraseGiven(), vo);
            case "proxy" -> identities.memberships(proxy(body, identities, name), vo);
            default -> throw Query.bad("kind has to be one of current, x509, proxy.");
        };
        Json.answer(context, 200, MembershipsJson.of(answer));
    }

    private static void options(Context context, Parts parts) {
        var name = InstanceRoutes.instance(context, parts);
        var identities = parts.identities();
        var found = identities.found(name).stream().map(FoundJson::of).toList();
        var wish = identities.wish(name);
        Json.answer(
                context,
                200,
                new OptionsJson(
                        KINDS,
                        found,
                        identities.vos(),
                        wish.vos().stream().map(Object::toString).toList(),
                        wish.life().toHours(),
                        parts.instances().instance(name).account()));
    }

    private static void checks(Context context, Parts parts) {
        var name = InstanceRoutes.instance(context, parts);
        var asked = Optional.ofNullable(context.queryParam("did")).filter(text -> !text.isBlank());
        var did = asked.map(text -> Did.parse(text).orElseThrow(() -> Query.bad("did has to be scope:name.")));
        var checks =
                parts.examinations().of(name, did).stream().map(CheckJson::of).toList();
        Json.answer(context, 200, new ChecksJson(checks));
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

    record MembershipsJson(String vo, List<String> memberships, String server) {
        static MembershipsJson of(Memberships found) {
            return new MembershipsJson(found.vo(), found.all(), found.server());
        }
    }

    record OptionsJson(
            List<String> kinds,
            List<FoundJson> found,
            List<String> vos,
            List<String> voms,
            long hours,
            Optional<String> account) {}
}
