package org.lakeside.server.rucio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.identity.KeptTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Tokens in `STATE/logins/INSTANCE.json`, which only their user can read. Written aside, then renamed. A token that
/// cannot be kept is a pity, not a failure: the login is good without.
public final class TokenFiles implements KeptTokens {
    private static final Logger log = LoggerFactory.getLogger(TokenFiles.class);

    private final Path directory;
    private final JsonMapper json = JsonMapper.shared();

    public TokenFiles(Path directory) {
        this.directory = directory;
    }

    record TokenJson(String url, String token, String account, String identity, String expires) {}

    @Override
    public Optional<RucioToken> find(Instance instance) {
        var file = file(instance);
        try {
            if (!Files.exists(file)) return Optional.empty();
            var kept = json.readValue(Files.readAllBytes(file), TokenJson.class);
            if (!kept.url().equals(instance.url().toString())) return Optional.empty();
            return Optional.of(
                    new RucioToken(kept.token(), kept.account(), kept.identity(), Instant.parse(kept.expires())));
        } catch (IOException | RuntimeException e) {
            log.warn("{}: the kept login in {} cannot be read", instance.name(), file);
            return Optional.empty();
        }
    }

    @Override
    public void keep(Instance instance, RucioToken token) {
        var file = file(instance);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var aside = Files.createTempFile(
                    directory,
                    instance.name(),
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                var content = json.writeValueAsBytes(new TokenJson(
                        instance.url().toString(),
                        token.value(),
                        token.account(),
                        token.identity(),
                        token.expires().toString()));
                Files.write(aside, content, StandardOpenOption.WRITE);
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside); // it is there only if it could not be renamed
            }
        } catch (IOException e) {
            log.warn("{}: the login cannot be kept in {}: {}", instance.name(), file, e.toString());
        }
    }

    @Override
    public void forget(Instance instance) {
        try {
            Files.deleteIfExists(file(instance));
        } catch (IOException e) {
            log.warn("{}: the kept login cannot be deleted: {}", instance.name(), e.toString());
        }
    }

    private Path file(Instance instance) {
        return directory.resolve(instance.name() + ".json");
    }
}
