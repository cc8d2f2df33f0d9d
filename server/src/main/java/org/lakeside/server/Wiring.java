package org.lakeside.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.TlsTrustException;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.server.api.Events;
import org.lakeside.server.api.Parts;
import org.lakeside.server.api.Standing;
import org.lakeside.server.grid.VomsWorkshop;
import org.lakeside.server.hub.HubToken;
import org.lakeside.server.idp.RefreshedToken;
import org.lakeside.server.index.SqliteIndex;
import org.lakeside.server.index.SqliteLibrary;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.availability.Attachments;
import org.lakeside.server.lake.browse.Listings;
import org.lakeside.server.lake.browse.LongListings;
import org.lakeside.server.lake.browse.Search;
import org.lakeside.server.lake.identity.Discovery;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.lake.identity.KernelFiles;
import org.lakeside.server.lake.identity.Login;
import org.lakeside.server.lake.identity.Neighbours;
import org.lakeside.server.lake.identity.ProxyWish;
import org.lakeside.server.lake.identity.StorageCredential;
import org.lakeside.server.lake.identity.Tools;
import org.lakeside.server.lake.transfer.Downloads;
import org.lakeside.server.lake.transfer.Examinations;
import org.lakeside.server.lake.transfer.Mover;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Store;
import org.lakeside.server.movers.gfal.GfalMover;
import org.lakeside.server.movers.gfal.GfalTools;
import org.lakeside.server.movers.http.HttpMover;
import org.lakeside.server.owner.Host;
import org.lakeside.server.renewal.Renewals;
import org.lakeside.server.rucio.Once;
import org.lakeside.server.rucio.RucioInstances;
import org.lakeside.server.rucio.RucioLake;
import org.lakeside.server.rucio.RucioLogins;
import org.lakeside.server.rucio.RucioStorages;
import org.lakeside.server.rucio.TokenFiles;
import org.lakeside.server.shelf.SqliteShelf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects the parts, at their first use: what nobody asks for costs neither start nor memory.
final class Wiring implements Standing.LazyParts, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Wiring.class);
    /// The next piece asks again.
    private static final Duration FOR_A_PIECE = Duration.ofSeconds(20);
    private static final Duration FOR_A_FILE = Duration.ofMinutes(10);

    private final Settings settings;
    private final Path state;
    private final Surroundings around;
    private final Clock clock;
    private final Once<Optional<GridTrust>> grid = new Once<>(this::grid);
    private final Once<ServerTrust> serverTrust = new Once<>(this::serverTrust);
    private final Once<TlsTrust> trust = new Once<>(this::trust);
    private final Once<OkHttpClient> http = new Once<>(this::http);
    private final Once<Parts> parts = new Once<>(this::connect);

    // Both guarded by `running`; what was started last ends first.
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean closed;

    /// What else of the machine matters.
    ///
    /// @param kernelFiles where proxies and tokens for kernels are put
    record Surroundings(Map<String, String> environment, Path home, Path kernelFiles) {
        static Surroundings of(Path socket, Map<String, String> environment) {
            var home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
            return new Surroundings(Map.copyOf(environment), home, kernelFiles(socket));
        }

        /// Those of the service on this socket.
        static Path kernelFiles(Path socket) {
            return socket.toAbsolutePath().resolveSibling("credentials");
        }
    }

    Wiring(Settings settings, Path state, Surroundings around, Clock clock) {
        this.settings = settings;
        this.state = state;
        this.around = around;
        this.clock = clock;
    }

    @Override
    public Parts get() {
        if (isClosed()) throw ending();
        return parts.get();
    }

    /// Goes on with the downloads of an earlier process, without anybody waiting for it.
    void resumeInBackground() {
        Thread.ofVirtual().name("resume").start(() -> {
            try {
                var all = settings.instances().stream()
                        .map(Settings.Instance::name)
                        .collect(Collectors.toSet());
                resume(name -> !all.contains(name)); // nobody logs in there
                get().identities().logInWithWhatIsThere(instance -> resume(instance::equals));
            } catch (RuntimeException e) {
                if (!isClosed()) log.error("what there is to log in with could not be used", e);
            }
        });
    }

    private void resume(Predicate<String> ofInstance) {
        try {
            get().downloads().resumeUnfinished(ofInstance);
        } catch (RuntimeException e) {
            if (!isClosed()) log.error("the downloads of the last run could not be resumed", e);
        }
    }

    @Override
    public void close() {
        synchronized (running) {
            closed = true;
            while (!running.isEmpty()) end(running.removeLast());
        }
    }

    private Parts connect() {
        SqliteLibrary.keepIn(state.resolve("native"));
        var instances = new Instances(
                settings.instances().stream().map(Wiring::instance).toList(), settings.defaultInstance());
        var rucio = owned(new RucioInstances(
                settings.instances().stream().map(Wiring::access).toList(),
                instances,
                http,
                trust,
                grid,
                Timeouts.withSilence(settings.rucioTimeout()),
                clock));
        var identities = owned(new Identities(
                instances,
                new RucioLogins(rucio),
                new TokenFiles(state.resolve("logins")),
                tools(settings.defaultInstance()),
                clock));
        var lake = new RucioLake(instances, rucio, identities, clock);
        var storages = new RucioStorages(rucio, identities, clock);
        var shelf = owned(new SqliteShelf(state.resolve("listings"), clock));
        var longListings = owned(new LongListings(shelf, settings.listingRows(), clock));
        var store = owned(Store.open(settings.dataDir(), new SqliteIndex(state), clock));
        var movers = movers(identities, storages);
        var downloads = owned(new Downloads(store, lake, lake, movers, settings.transfersAtOnce(), clock));
        var events = owned(new Events(clock));
        downloads.listen(events::publish);
        identities.listen(events::publish);
        rucio.listen(events::publish);
        owned(Renewals.start(identities));
        return new Parts(
                instances,
                rucio,
                identities,
                lake,
                lake,
                new Search(lake, longListings, clock),
                new Listings(lake, shelf, longListings, clock),
                longListings,
                owned(new Attachments(store, lake, lake)),
                store,
                downloads,
                new Examinations(identities, lake, lake, movers, downloads),
                events);
    }

    private List<Mover> movers(Identities identities, RucioStorages storages) {
        var web = new Once<>(() -> new HttpMover(
                http.get(), settings.stallTimeout(), source -> credential(identities, storages, source, FOR_A_PIECE)));
        identities.listen((_, login) -> {
            if (login instanceof Login.LoggedOut) web.made().ifPresent(HttpMover::forget);
        });
        return List.of(
                new LazyMover(web),
                new LazyMover(new Once<>(() -> new GfalMover(
                        new GfalTools(around.environment()),
                        workplaces(),
                        settings.stallTimeout(),
                        source -> credential(identities, storages, source, FOR_A_FILE)))));
    }

    /// On the disk that has room for files; others may have the same one.
    private Path workplaces() {
        var ours = Host.name() + "-" + Integer.toHexString(state.toString().hashCode());
        return settings.dataDir().resolve(".lakeside").resolve("gfal").resolve(ours);
    }

    private Tools tools(String defaultInstance) {
        var workshop = owned(new VomsWorkshop(serverTrust, http, around.environment(), around.home(), clock));
        var files = new KernelFiles(around.kernelFiles(), defaultInstance, new Neighbours(state));
        var discovery = new Discovery(
                around.environment(),
                around.home(),
                Path.of("/tmp"),
                HubToken.of(around.environment(), http),
                settings.instances().stream()
                        .collect(Collectors.toMap(
                                Settings.Instance::name, one -> new ProxyWish(one.voms(), ProxyWish.USUAL_LIFE))),
                files,
                clock);
        return new Tools(
                workshop,
                discovery,
                serverTrust,
                grid,
                refreshable -> new RefreshedToken(refreshable, http, clock),
                files);
    }

    private static StorageCredential credential(
            Identities identities, RucioStorages storages, Source source, Duration goodFor) {
        return source.instance().isEmpty()
                ? new StorageCredential.Nothing()
                : identities.credentialFor(source.instance(), storages.of(source), goodFor);
    }

    private static Instance instance(Settings.Instance set) {
        return new Instance(set.name(), set.label(), set.url(), set.vo(), set.account(), set.webUrl(), set.kind());
    }

    private static RucioInstances.Access access(Settings.Instance set) {
        Optional<URI> authUrl = set.authUrl();
        return new RucioInstances.Access(instance(set), authUrl, set.caFiles());
    }

    private OkHttpClient http() {
        return grid.get().isEmpty()
                ? trust.get().apply(new OkHttpClient.Builder()).build()
                : TlsIdentity.nobody(serverTrust.get())
                        .apply(new OkHttpClient.Builder())
                        .build();
    }

    private ServerTrust serverTrust() {
        return grid.get().map(one -> ServerTrust.of(one, trust.get())).orElseGet(() -> ServerTrust.of(trust.get()));
    }

    /// The grid's authorities, where the grid's tools look for them.
    private Optional<GridTrust> grid() {
        var directory = Path.of(around.environment().getOrDefault("X509_CERT_DIR", "/etc/grid-security/certificates"));
        if (!Files.isDirectory(directory)) return Optional.empty();
        try {
            return Optional.of(GridTrust.in(directory));
        } catch (X509Exception e) {
            log.warn("the grid's authorities in {} cannot be used: {}", directory, e.getMessage());
            return Optional.empty();
        }
    }

    private TlsTrust trust() {
        try {
            var trusted = TlsTrust.system();
            for (var file : settings.caFiles()) trusted = trusted.plus(file);
            for (var directory : settings.caDirs()) trusted = trusted.plusDirectory(directory);
            return trusted;
        } catch (TlsTrustException e) {
            throw new LakeException(
                    new Problem(
                            Problem.Kind.MISCONFIGURED,
                            "The CAs of the settings cannot be used: %s.".formatted(e.getMessage()),
                            "Correct ca_files and ca_dirs in the settings, then restart Jupyter."),
                    e);
        }
    }

    /// What is made while all ends, ends at once: the store is no longer ours.
    private <T extends AutoCloseable> T owned(T part) {
        synchronized (running) {
            if (!closed) {
                running.addLast(part);
                return part;
            }
        }
        end(part);
        throw ending();
    }

    private boolean isClosed() {
        synchronized (running) {
            return closed;
        }
    }

    private static LakeException ending() {
        return new LakeException(new Problem(
                Problem.Kind.OWNER_UNAVAILABLE, "This Lakeside service is ending.", "Try again in a moment."));
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("{} did not end well", part, e);
        }
    }
}
