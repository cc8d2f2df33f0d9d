package org.lakeside.server.api;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.voms.AttributeCertificate;
import org.lakeside.auth.x509.voms.Fqan;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.identity.BrowserWait;
import org.lakeside.server.lake.identity.Login;
import org.lakeside.server.lake.identity.Login.LoggedIn;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import org.lakeside.server.lake.identity.Secrets;
import org.lakeside.server.lake.identity.Warning;

/// Who is logged in to an instance, until when, and what there is to know before that.
///
/// @param expires when Rucio's token ends
/// @param until when the login ends without a person; null: as long as the service runs
record LoginJson(
        String state,
        Optional<String> account,
        Optional<String> identity,
        Optional<Instant> expires,
        Optional<String> source,
        Optional<Instant> until,
        boolean renews,
        Optional<ProxyJson> proxy,
        Optional<Instant> tokenUntil,
        Optional<BrowserJson> browser,
        Optional<WarningJson> warning) {

    /// `open` where nobody logs in.
    static LoginJson of(Instance instance, Login login) {
        return instance.isOpen() ? without("open", Optional.empty(), Optional.empty()) : of(login);
    }

    static LoginJson of(Login login) {
        var browser = login.aside().browser().map(BrowserJson::of);
        var warning = login.aside().warning().map(WarningJson::of);
        return switch (login) {
            case LoggedOut _ -> without("logged-out", browser, warning);
            case LoggedIn in ->
                new LoginJson(
                        "logged-in",
                        Optional.of(in.account()),
                        Optional.of(in.identity()),
                        Optional.of(Json.time(in.expires())),
                        Optional.of(in.source().word()),
                        in.outlook().until().map(Json::time),
                        in.outlook().renews(),
                        in.proxy().map(ProxyJson::of),
                        in.tokenUntil().map(Json::time),
                        browser,
                        warning);
        };
    }

    private static LoginJson without(String state, Optional<BrowserJson> browser, Optional<WarningJson> warning) {
        return new LoginJson(
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                browser,
                warning);
    }

    /// A login in a browser that is waited for.
    record BrowserJson(URI page, Instant until) {
        static BrowserJson of(BrowserWait wait) {
            return new BrowserJson(wait.page(), Json.time(wait.until()));
        }
    }

    record WarningJson(String kind, String detail, String remedy, String action) {
        static WarningJson of(Warning warning) {
            return new WarningJson(
                    warning.kind().word(),
                    Secrets.masked(warning.detail()),
                    Secrets.masked(warning.remedy()),
                    warning.action().word());
        }
    }

    /// What storages of the grid are shown.
    ///
    /// @param until when the proxy ends, or what a VO says in it
    record ProxyJson(String identity, Instant until, List<VoJson> vos) {
        static ProxyJson of(GridProxy proxy) {
            return new ProxyJson(
                    proxy.identity().slashed(),
                    Json.time(proxy.usefulUntil()),
                    proxy.attributes().stream().map(VoJson::of).toList());
        }
    }

    /// @param fqans groups and roles, the primary one first
    record VoJson(String vo, List<String> fqans, Instant until) {
        static VoJson of(AttributeCertificate attributes) {
            return new VoJson(
                    attributes.vo(),
                    attributes.fqans().stream().map(Fqan::toString).toList(),
                    Json.time(attributes.ends()));
        }
    }
}
