package org.lakeside.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `serve --socket PATH [--parent PID] [--secrets stdin]`: runs the service until it is told to stop or
/// its parent is gone. Without picocli: half of its start would be spent on that.
final class ServeCommand {
    private static final String USAGE = "usage: lakeside serve --socket PATH [--parent PID] [--secrets stdin]";

    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final Path socket;
    private final OptionalLong parent;
    private final boolean secrets;

    private ServeCommand(Path socket, OptionalLong parent, boolean secrets) {
        this.socket = socket;
        this.parent = parent;
        this.secrets = secrets;
    }

    static int run(List<String> args) {
        var command = parse(args);
        if (command.isEmpty()) {
            System.err.println(USAGE);
            return 2;
        }
        LogSetup.toStandardError();
        return command.get().serve();
    }

    /// Returns when the parent is gone; a signal ends the process through the hook instead.
    private int serve() {
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        var parentGone = new CountDownLatch(1);
        try (var service = Service.start(socket, environment());
                var watch = ParentWatch.start(parent, parentGone::countDown)) {
            var stop = new Thread(service::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            log.info("lakeside {} listens on {}, {}", Version.text(), socket, watch);
            parentGone.await();
            log.info("stopping, because {} is gone", watch);
            LastResort.after(LONGEST_STOP, () -> Runtime.getRuntime().halt(1));
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (RuntimeException e) {
            log.error("cannot start on {}: {}", socket, e.getMessage(), e);
            return 1;
        }
    }

    private Map<String, String> environment() {
        return secrets ? SecretLines.over(System.getenv(), System.in) : System.getenv();
    }

    private static Optional<ServeCommand> parse(List<String> args) {
        Optional<Path> socket = Optional.empty();
        var parent = OptionalLong.empty();
        boolean secrets = false;
        try {
            for (int i = 0; i < args.size(); i += 2) {
                if (i + 1 == args.size()) return Optional.empty();
                var value = args.get(i + 1);
                switch (args.get(i)) {
                    case "--socket" -> socket = Optional.of(Path.of(value).toAbsolutePath());
                    case "--parent" -> parent = OptionalLong.of(Long.parseLong(value));
                    case "--secrets" -> {
                        if (!value.equals("stdin")) return Optional.empty();
                        secrets = true;
                    }
                    default -> {
                        return Optional.empty();
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        var watched = parent;
        boolean told = secrets;
        return socket.map(path -> new ServeCommand(path, watched, told));
    }
}
