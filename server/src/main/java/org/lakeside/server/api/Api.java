package org.lakeside.server.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.lakeside.server.api.Standing.State.Guest;
import org.lakeside.server.api.Standing.State.Misconfigured;
import org.lakeside.server.api.Standing.State.Owner;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server on its Unix socket. Each request runs on a virtual thread of its own, so that one that waits for
/// Rucio keeps no other waiting.
public final class Api implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Api.class);

    static final String ROOT = "/lakeside/api/v1";

    /// Cookies of a hub and of a Jupyter together are long.
    private static final int HEADER_LIMIT = 64 << 10;
    private static final long BODY_LIMIT = 1 << 20;
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(10);
    private static final Duration STREAM_LIFE = Duration.ofSeconds(60);
    /// Longer than anything waits for Rucio.
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(2);
    private static final long STOP_LIMIT_MILLIS = 500;

    private final Javalin javalin;
    private final Path socket;

    private Api(Javalin javalin, Path socket) {
        this.javalin = javalin;
        this.socket = socket;
    }

    public static Api start(Path socket, String version, Standing standing) {
        try {
            Files.deleteIfExists(socket); // left behind by a service that was killed: it would make the bind fail
            var javalin = Javalin.create(config -> configure(config, socket, version, standing));
            javalin.start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return new Api(javalin, socket);
        } catch (IOException e) {
            throw new UncheckedIOException("preparing the socket " + socket, e);
        }
    }

    /// What can be asked, as `GET /health`: for the test that holds it against the description.
    List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .filter(route -> route.endpoint.method.isHttpMethod())
                .map(route -> route.endpoint.method.name() + " " + route.endpoint.path.substring(ROOT.length()))
                .toList();
    }

    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            log.debug("requests under way were cut off", e); // Jetty complains, but has stopped
        }
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // The next service deletes it.
        }
    }

    private static void configure(JavalinConfig config, Path socket, String version, Standing standing) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = BODY_LIMIT;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.javaLangErrorHandler(Refusals::answer);
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(HEADER_LIMIT);
            http.setSendServerVersion(false);
        });
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_LIMIT_MILLIS);
            server.setErrorHandler(new ProblemErrors());
        });
        config.jetty.addConnector((server, http) -> connector(server, http, socket));
        Refusals.register(config.routes);
        config.routes.before(context -> context.header("X-Lakeside-Version", version));
        config.routes.before(Guard::check);
        config.routes.before(ROOT + "/*", context -> admit(context, standing));
        HealthRoute.register(config.routes, version, standing);
        InstanceRoutes.register(config.routes);
        LoginRoutes.register(config.routes);
        BrowseRoutes.register(config.routes);
        DetailRoutes.register(config.routes);
        DownloadRoutes.register(config.routes);
        HandleRoutes.register(config.routes);
        new EventRoute(BETWEEN_SIGNS, STREAM_LIFE).register(config.routes);
    }

    /// Only the owner goes on to the routes. Whoever is not hands the request on, and answers itself if it has
    /// become the owner meanwhile.
    private static void admit(Context context, Standing standing) throws Exception {
        if (context.path().equals(ROOT + "/health")) return;
        if (standing.now() instanceof Guest(var relay) && relayed(context, relay)) {
            context.skipRemainingHandlers();
            return;
        }
        switch (standing.now()) {
            case Owner(var parts) -> Admitted.with(context, parts);
            case Misconfigured(var problems) -> throw new LakeException(together(problems));
            case Guest _ -> throw new IllegalStateException("neither owner nor guest");
        }
    }

    /// As long as its reader stays; a request with a body is short.
    private static boolean relayed(Context context, Relay relay) throws Exception {
        boolean hasBody = context.req().getContentLengthLong() > 0 || context.header("Transfer-Encoding") != null;
        if (hasBody) return relay.relay(context, () -> {});
        var answered = new AtomicBoolean();
        ReaderWatch.during(context, answerBegins -> answered.set(relay.relay(context, answerBegins)));
        return answered.get();
    }

    private static Problem together(List<Problem> problems) {
        var first = problems.getFirst();
        var words = problems.stream().map(Problem::detail).collect(Collectors.joining(" "));
        return new Problem(first.kind(), words, first.remedy());
    }

    private static UnixDomainServerConnector connector(Server server, HttpConfiguration http, Path socket) {
        var connector = new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(IDLE_LIMIT.toMillis());
        return connector;
    }

    private static QueuedThreadPool threads() {
        var pool = new QueuedThreadPool(8, 2);
        pool.setName("http");
        pool.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 1).factory()));
        return pool;
    }
}
