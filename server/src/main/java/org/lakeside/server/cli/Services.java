package org.lakeside.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lakeside.server.Service;
import org.lakeside.server.Settings;
import org.lakeside.server.WrongSettings;
import org.lakeside.server.owner.Host;
import org.lakeside.server.owner.OwnerLock;
import org.lakeside.server.owner.OwnerNote;
import tools.jackson.databind.JsonNode;

/// The service of this user: the one that runs already, else one in this process for as long as the command takes.
/// Both are spoken to in the same way, so that logins and downloads are everybody's.
final class Services {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(3);
    private static final int OUR_API = 1;

    private final Map<String, String> environment;

    Services(Map<String, String> environment) {
        this.environment = environment;
    }

    ServiceAddress find() {
        Settings settings = settings();
        return running(settings.stateDir()).orElseGet(this::own);
    }

    private Settings settings() {
        try {
            return Settings.read(environment);
        } catch (WrongSettings e) {
            throw new Failure(
                    ExitCode.SETTINGS,
                    "The settings cannot be used: %s.".formatted(String.join("; ", e.problems())),
                    "Correct them, then try again.");
        }
    }

    private static Optional<ServiceAddress> running(Path state) {
        return Stream.of(state, state.resolve(Host.directory()))
                .flatMap(directory -> OwnerNote.read(OwnerLock.fileIn(directory)).stream())
                .filter(note -> note.host().equals(Host.name()))
                .filter(note -> answers(note.socket()))
                .findFirst()
                .map(note -> new Running(note.socket()));
    }

    private static boolean answers(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try {
            JsonNode health = new ServiceClient(socket).hasty(SIGN_OF_LIFE).get("health");
            int api = health.path("api").asInt(0);
            if (api != OUR_API) {
                throw new Failure(
                        ExitCode.FAILED,
                        "The Lakeside service that runs is of version %s, which this command cannot speak with."
                                .formatted(health.path("version").asString("?")),
                        "Restart Jupyter, so that both are of the same version.");
            }
            return true;
        } catch (Failure e) {
            if (e.code() == ExitCode.UNAVAILABLE) {
                return false; // its note is all that is left of it
            }
            throw e;
        }
    }

    private ServiceAddress own() {
        try {
            Path directory = Files.createTempDirectory(
                    "lakeside-cli-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path socket = directory.resolve("s");
            return new Own(directory, socket, Service.start(socket, environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Running(Path socket) implements ServiceAddress {
        @Override
        public boolean lasts() {
            return true;
        }

        @Override
        public void close() {}
    }

    private record Own(Path directory, Path socket, Service service) implements ServiceAddress {
        @Override
        public boolean lasts() {
            return false;
        }

        @Override
        public void close() {
            service.close();
            try {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                // the system empties its temporary directory
            }
        }
    }
}
