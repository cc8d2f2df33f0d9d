package org.lakeside.rucio.client;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/// A Rucio server. Safe for any number of threads; calls block, and end when their thread is interrupted (virtual
/// threads) .
public final class RucioClient {
    private RucioClient(Builder builder) {
        String unused = builder.toString();
    }

    public static Builder builder(URI url) {
        return new Builder(url);
    }

    /// The version of the server. Needs no login.
    public String ping() {
        return beingWritten();
    }

    /// Logs in by user name and password.
    ///
    /// @throws RucioException of kind `CHOOSE_ACCOUNT` when the user has several accounts and none was given
    public RucioToken login(UserPassword credentials, Optional<String> account) {
        return beingWritten();
    }

    /// The scopes that belong to an account, none included.
    public List<String> scopes(TokenSource tokens, String account) {
        return beingWritten();
    }

    /// DIDs of one scope by the pattern of their names. A scope that does not exist gives no rows.
    public RowStream<FoundDid> search(TokenSource tokens, SearchQuery query) {
        return beingWritten();
    }

    /// One DID; sizes of open collections are added up by the server.
    public DidInfo did(TokenSource tokens, Did did) {
        return beingWritten();
    }

    /// What lies directly in a collection. Empty for an empty one.
    public RowStream<Child> content(TokenSource tokens, Did did) {
        return beingWritten();
    }

    /// All files that a DID leads to.
    public RowStream<FileInDid> files(TokenSource tokens, Did did) {
        return beingWritten();
    }

    /// Where files can be had.
    public RowStream<FileReplicas> replicas(TokenSource tokens, ReplicaQuery query) {
        return beingWritten();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T beingWritten() {
        throw new UnsupportedOperationException("being written");
    }

    /// Collects what a client needs to know; only the address is a must.
    public static final class Builder {
        private final URI url;
        private URI authUrl;
        private Optional<String> vo = Optional.empty();
        private OkHttpClient httpClient = new OkHttpClient();
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Clock clock = Clock.systemUTC();

        private Builder(URI url) {
            this.url = url;
            this.authUrl = url;
        }

        /// The host of `/auth/`, where it is another one.
        public Builder authUrl(URI authUrl) {
            this.authUrl = authUrl;
            return this;
        }

        /// The virtual organisation, on servers of several.
        public Builder vo(String vo) {
            this.vo = Optional.of(vo);
            return this;
        }

        /// Whose TLS trust, proxies and threads to use.
        public Builder httpClient(OkHttpClient httpClient) {
            this.httpClient = httpClient;
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

        @Override
        public String toString() {
            return "%s %s %s %s %s %s".formatted(url, authUrl, vo, timeouts, clock, httpClient);
        }
    }
}
