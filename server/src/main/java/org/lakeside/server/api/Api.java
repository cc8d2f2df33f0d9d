package org.lakeside.server.api;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The HTTP server on its Unix socket. Each request runs on a virtual thread of its own, so that one that waits for
/// Rucio keeps no other waiting.
public final class Api implements AutoCloseable {
    static final String ROOT = "/lakeside/api/v1";

    /// Cookies of a hub and of a Jupyter together are long.
    private static final int HEADER_LIMIT = 64 << 10;
    private static final long BODY_LIMIT = 1 << 20;
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
            throw new java.io.UncheckedIOException("preparing the socket " + socket, e);
        }
    }

    @Override
    public void close() {
        javalin.stop();
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
        HealthRoute.register(config.routes, version, standing);
    }

    private static UnixDomainServerConnector connector(Server server, HttpConfiguration http, Path socket) {
        var connector = new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(socket);
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
