package org.lakeside.server.lake.identity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.server.lake.identity.Check.State;

/// Whether only their owner can read the files with secrets.
final class FileModes {
    private FileModes() {}

    static Check of(List<Found> found) {
        var name = "file-modes";
        var files = found.stream().flatMap(one -> secret(one.place()).stream()).toList();
        if (files.isEmpty()) return Check.skipped(name, "There are no files with secrets.");
        var open = files.stream()
                .flatMap(file -> SecretFile.exposed(file, "a secret").stream())
                .toList();
        if (open.isEmpty())
            return Check.ok(
                    name,
                    "Closed to others: %s."
                            .formatted(files.stream().map(Path::toString).collect(Collectors.joining(", "))));
        return new Check(
                name,
                State.FAILED,
                Check.sentences(
                        open.stream().map(one -> one.finding().sentence()).toList()),
                "Nothing that others can read is used.");
    }

    private static Optional<Path> secret(Found.Place place) {
        var file = switch (place) {
            case Found.Place.OfToken(TokenFile(Path path)) -> Optional.of(path);
            case Found.Place.OfToken _ -> Optional.<Path>empty();
            case Found.Place.OfProxy(Path path) -> Optional.of(path);
            case Found.Place.OfKey(KeyPlace.Files files) -> Optional.of(files.secret());
            case Found.Place.OfKey _ -> Optional.<Path>empty();
        };
        return file.filter(Files::exists);
    }
}
