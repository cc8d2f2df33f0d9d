package org.lakeside.rucio.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// A Rucio server.
///
/// Safe for any number of threads. Calls block; a virtual thread that waits in one can be interrupted, which ends the
/// call with a [java.util.concurrent.CancellationException]. Whatever Rucio, or the network, has against a call is a
/// [RucioException].
public final class RucioClient {
    static final MediaType JSON = MediaType.get("application/json");

    private static final Json<VersionJson> VERSION = Json.of(VersionJson.class);

    private final Server server;
    private final Calls calls;
    private final Login login;
    private final Oidc oidc;
    private final Clock clock;
    private final Dids dids;
    private final Replicas replicas;
    private final Rules rules;
    private final Rses rses;
    private final Accounts accounts;
    private final Scopes scopes;
    private final OpenData openData;
    private final Traces traces;

    private RucioClient(Builder builder) {
        HttpUrl url = httpUrl(builder.url);
        this.calls = new Calls(builder.httpClient.orElseGet(OkHttpClient::new), builder.timeouts);
        HttpUrl authUrl = httpUrl(builder.authUrl.orElse(builder.url));
        this.login = new Login(authUrl, builder.vo, calls, builder.clock);
        this.clock = builder.clock;
        this.oidc = new Oidc(url, authUrl, builder.vo, calls);
        this.server = new Server(url, calls);
        this.dids = new Dids(server);
        this.replicas = new Replicas(server);
        this.rules = new Rules(server);
        this.rses = new Rses(server);
        this.accounts = new Accounts(server);
        this.scopes = new Scopes(server);
        this.openData = new OpenData(server);
        this.traces = new Traces(httpUrl(builder.traceUrl.orElse(builder.url)), calls);
    }

    public static Builder builder(URI url) {
        return new Builder(url);
    }

    /// The version of the server. Needs no login.
    public String ping() {
        String doing = "asking Rucio for its version";
        Request request = new Request.Builder().url(server.at("ping")).build();
        return calls.ask(doing, request, answer -> OneValue.read(doing, answer, VERSION, VersionJson::known));
    }

    /// By how much the clock of this machine is ahead of the server's; empty when the server does not say what time it
    /// is. To a few seconds: an answer takes its time. Needs no login.
    public Optional<Duration> clockAhead() {
        Request request = new Request.Builder().url(server.at("ping")).build();
        return calls.ask("asking Rucio for the time", request, answer -> {
            try (answer) {
                return RucioDates.parse(Refusals.header(answer, "Date"))
                        .map(there -> Duration.between(there, clock.instant()));
            }
        });
    }

    /// Logs in by user name and password.
    ///
    /// @throws RucioException of kind `CHOOSE_ACCOUNT` when the user has several accounts and none was given; the
    /// password has not been looked at then
    public RucioToken login(UserPassword credentials, Optional<String> account) {
        return login.byPassword(credentials, account);
    }

    /// Logs in by a certificate or a grid proxy.
    ///
    /// @throws RucioException of kind `CHOOSE_ACCOUNT` when it opens several accounts and none was given
    public RucioToken login(ClientCertificate certificate, Optional<String> account) {
        return login.byCertificate(certificate, account);
    }

    /// Logs in by a token of an identity provider, which then is Rucio's token too.
    ///
    /// @throws RucioException of kind `NOT_AUTHENTICATED` when Rucio does not take it; it never says why
    public RucioToken login(BearerToken token, Optional<String> account) {
        return oidc.accepted(token, account);
    }

    /// Begins a login that a person goes on with in a browser; [#fetchToken] ends it.
    public OidcLogin beginLogin(OidcRequest wanted, Optional<String> account) {
        return oidc.begin(wanted, account);
    }

    /// The token of a login in the browser; empty as long as nobody has logged in there. Rucio's own client asks every
    /// two seconds.
    public Optional<RucioToken> fetchToken(OidcLogin login, Optional<String> account) {
        return oidc.fetch(login, account);
    }

    /// The token for a code that the browser has shown.
    public RucioToken fetchToken(String code, Optional<String> account) {
        return oidc.fetch(code, account);
    }

    /// A newer token in place of one that came from a login in the browser; empty when Rucio cannot refresh it.
    public Optional<RucioToken> refresh(RucioToken token) {
        return oidc.refresh(token);
    }

    /// What the catalogue holds.
    public Dids dids() {
        return dids;
    }

    /// Where it is.
    public Replicas replicas() {
        return replicas;
    }

    /// What shall be where.
    public Rules rules() {
        return rules;
    }

    /// The storage elements.
    public Rses rses() {
        return rses;
    }

    /// Who is charged.
    public Accounts accounts() {
        return accounts;
    }

    /// The namespaces.
    public Scopes scopes() {
        return scopes;
    }

    /// What everybody may read, without a login.
    public OpenData openData() {
        return openData;
    }

    /// To tell what was moved.
    public Traces traces() {
        return traces;
    }

    /// The account that Rucio takes whoever has the token for.
    public String account(TokenSource tokens) {
        Asking asking = server.asking(tokens, "asking Rucio whose account the token opens");
        return asking.get(server.at("accounts", "whoami"), new Oidc.WhoAmI(asking.doing()));
    }

    private static HttpUrl httpUrl(URI url) {
        HttpUrl http = HttpUrl.get(url);
        if (http == null) {
            throw new IllegalArgumentException("not the address of a web server: " + url);
        }
        return http;
    }

    record VersionJson(@Nullable String version) {
        String known() {
            if (version == null || version.isBlank()) {
                throw new IllegalArgumentException("no version");
            }
            return version;
        }
    }

    /// Collects what a client needs to know; only the address is a must.
    public static final class Builder {
        private final URI url;
        private Optional<URI> authUrl = Optional.empty();
        private Optional<URI> traceUrl = Optional.empty();
        private Optional<String> vo = Optional.empty();
        private Optional<OkHttpClient> httpClient = Optional.empty();
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Clock clock = Clock.systemUTC();

        private Builder(URI url) {
            this.url = url;
        }

        /// The host of `/auth/`, where it is another one.
        public Builder authUrl(URI authUrl) {
            this.authUrl = Optional.of(authUrl);
            return this;
        }

        /// The host of `/traces/`, where it is another one.
        public Builder traceUrl(URI traceUrl) {
            this.traceUrl = Optional.of(traceUrl);
            return this;
        }

        /// The virtual organisation, on servers that know several.
        public Builder vo(String vo) {
            this.vo = Optional.of(vo);
            return this;
        }

        /// Whose TLS trust, threads and HTTP proxies to use. Time-outs and connections are the Rucio client's own.
        public Builder httpClient(OkHttpClient httpClient) {
            this.httpClient = Optional.of(httpClient);
            return this;
        }

        public Builder timeouts(Timeouts timeouts) {
            this.timeouts = timeouts;
            return this;
        }

        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        public RucioClient build() {
            return new RucioClient(this);
        }
    }
}
