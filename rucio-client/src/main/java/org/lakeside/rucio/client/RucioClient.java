package org.lakeside.rucio.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.RucioException.Kind;
import tools.jackson.databind.JsonNode;

/// A Rucio server.
///
/// Safe for any number of threads. Calls block; a virtual thread that waits in one can be interrupted, which ends the
/// call with a [java.util.concurrent.CancellationException]. Whatever Rucio, or the network, has against a call is a
/// [RucioException].
public final class RucioClient {
    static final MediaType JSON = MediaType.get("application/json");

    /// More in one call is a mistake to Rucio.
    private static final int CHUNK = 1000;

    private static final Json<DidJson> DID = Json.of(DidJson.class);
    private static final Json<ReplicaJson> REPLICA = Json.of(ReplicaJson.class);
    private static final Json<VersionJson> VERSION = Json.of(VersionJson.class);
    private static final Json<JsonNode> OBJECT = Json.of(JsonNode.class);
    private static final Json<String[]> TEXTS = Json.of(String[].class);

    private final HttpUrl url;
    private final Calls calls;
    private final Login login;
    private final Oidc oidc;
    private final Clock clock;
    private volatile DidPath path = DidPath.ENCODED;

    private RucioClient(Builder builder) {
        this.url = httpUrl(builder.url);
        this.calls = new Calls(builder.httpClient.orElseGet(OkHttpClient::new), builder.timeouts);
        HttpUrl authUrl = httpUrl(builder.authUrl.orElse(builder.url));
        this.login = new Login(authUrl, builder.vo, calls, builder.clock);
        this.clock = builder.clock;
        this.oidc = new Oidc(url, authUrl, builder.vo, calls);
    }

    public static Builder builder(URI url) {
        return new Builder(url);
    }

    /// The version of the server. Needs no login.
    public String ping() {
        String doing = "asking Rucio for its version";
        Request request = new Request.Builder().url(at("ping")).build();
        return calls.ask(doing, request, answer -> OneValue.read(doing, answer, VERSION, VersionJson::known));
    }

    /// By how much the clock of this machine is ahead of the server's; empty when the server does not say what time it
    /// is. To a few seconds: an answer takes its time. Needs no login.
    public Optional<Duration> clockAhead() {
        Request request = new Request.Builder().url(at("ping")).build();
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

    /// The scopes that belong to an account; there may be none.
    public List<String> scopes(TokenSource tokens, String account) {
        Asking asking = new Asking(calls, tokens, "listing the scopes of account " + Plain.text(account, 80));
        try {
            return asking.get(
                    at("accounts", account, "scopes", ""),
                    answer -> OneValue.read(asking.doing(), answer, TEXTS, List::of));
        } catch (RucioException e) {
            if (e.exceptionClass().equals("ScopeNotFound")) {
                return List.of(); // Rucio's way to say "none"
            }
            throw e;
        }
    }

    /// What an RSE says of itself, such as `oidc_support`; all values as text.
    public Map<String, String> rseAttributes(TokenSource tokens, String rse) {
        Asking asking = new Asking(calls, tokens, "asking for the attributes of " + Plain.text(rse, 80));
        return asking.get(
                at("rses", rse, "attr", ""),
                answer -> OneValue.read(asking.doing(), answer, OBJECT, RucioClient::texts));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(one -> texts.put(one.getKey(), one.getValue().asString("")));
        return texts;
    }

    /// DIDs of one scope by the pattern of their names. A scope that does not exist gives no rows.
    public RowStream<FoundDid> search(TokenSource tokens, SearchQuery query) {
        Asking asking = new Asking(
                calls, tokens, "searching for " + Plain.text(query.scope() + ":" + query.namePattern(), 200));
        NamePattern pattern = new NamePattern(query.namePattern());
        boolean limited = query.limit() != SearchQuery.UNLIMITED;
        HttpUrl.Builder at = at("dids", query.scope(), "dids", "search")
                .newBuilder()
                .addQueryParameter("type", query.type().inQuery())
                .addQueryParameter("long", "true")
                .addQueryParameter("filters", pattern.asFilters());
        if (limited && pattern.isExact()) {
            at.addQueryParameter("limit", Integer.toString(query.limit()));
        }
        Predicate<FoundDid> wanted = pattern.isExact()
                ? _ -> true
                : found -> pattern.matches(found.did().name());
        Supplier<Lines<FoundDid>> rows = () -> asking.get(
                at.build(),
                answer -> Lines.open(asking.doing(), answer, line -> did(line).found()));
        return asking.rows(List.of(rows), wanted, limited ? query.limit() : Long.MAX_VALUE);
    }

    /// One DID, with the sizes of open collections as they are now.
    public DidInfo did(TokenSource tokens, Did did) {
        Asking asking = new Asking(calls, tokens, "looking up " + shown(did));
        Calls.Reading<DidInfo> reading = answer -> OneValue.read(asking.doing(), answer, DID, DidJson::info);
        DidInfo info = about(did, "status", url -> asking.get(url, reading));
        if (info.bytes().isPresent() && info.files().isPresent()) {
            return info;
        }
        try {
            return about(did, "status", url -> asking.get(addedUp(url), reading));
        } catch (RucioException e) {
            // Adding up a large open collection can take Rucio longer than we wait; the rest is worth having.
            if (e.kind() == Kind.UNAVAILABLE) {
                return info;
            }
            throw e;
        }
    }

    private static HttpUrl addedUp(HttpUrl url) {
        return url.newBuilder().addQueryParameter("dynamic_depth", "FILE").build();
    }

    /// What lies directly in a collection. Nothing for an empty one, and for a file.
    public RowStream<Child> content(TokenSource tokens, Did did) {
        return rows(new Asking(calls, tokens, "looking into " + shown(did)), did, "dids", DidJson::child);
    }

    /// All files that a DID leads to; for a file, itself.
    public RowStream<FileInDid> files(TokenSource tokens, Did did) {
        return rows(new Asking(calls, tokens, "listing the files of " + shown(did)), did, "files", DidJson::file);
    }

    private <T> RowStream<T> rows(Asking asking, Did did, String what, Function<DidJson, T> meaning) {
        Supplier<Lines<T>> rows = () -> about(
                did,
                what,
                url -> asking.get(url, answer -> Lines.open(asking.doing(), answer, line -> meaning.apply(did(line)))));
        return asking.rows(List.of(rows), _ -> true, Long.MAX_VALUE);
    }

    /// Where files can be had.
    public RowStream<FileReplicas> replicas(TokenSource tokens, ReplicaQuery query) {
        List<Did> dids = query.dids();
        String whose = dids.size() == 1 ? shown(dids.getFirst()) : "%d DIDs".formatted(dids.size());
        Asking asking = new Asking(calls, tokens, "listing the replicas of " + whose);
        List<Supplier<Lines<FileReplicas>>> parts = new ArrayList<>();
        for (int from = 0; from < dids.size(); from += CHUNK) {
            List<Did> chunk = dids.subList(from, Math.min(from + CHUNK, dids.size()));
            parts.add(() -> asking.post(
                    at("replicas", "list"),
                    ReplicaRequestJson.of(chunk, query),
                    answer -> Lines.open(asking.doing(), answer, line -> replicas(line))));
        }
        return asking.rows(parts, _ -> true, Long.MAX_VALUE);
    }

    private static DidJson did(byte[] line) {
        return DID.read(line);
    }

    private static FileReplicas replicas(byte[] line) {
        return REPLICA.read(line).replicas();
    }

    /// Asks about a DID, in the way of writing its path that this server has been found to understand.
    private <T> T about(Did did, String what, Function<HttpUrl, T> ask) {
        DidPath usual = path;
        try {
            return ask.apply(usual.url(url, did, what));
        } catch (RucioException e) {
            Optional<DidPath> other = usual.insteadAfter(e, did);
            if (other.isEmpty()) {
                throw e;
            }
            T found = ask.apply(other.get().url(url, did, what));
            path = other.get();
            return found;
        }
    }

    private HttpUrl at(String... segments) {
        HttpUrl.Builder at = url.newBuilder();
        for (String segment : segments) {
            at.addEncodedPathSegment(Percent.encode(segment, ""));
        }
        return at.build();
    }

    private static String shown(Did did) {
        return Plain.text(did.toString(), 300);
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
