package org.lakeside.server.movers.gfal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.lakeside.server.lake.identity.StorageCredential;
import org.lakeside.server.lake.transfer.Piece;
import org.lakeside.server.lake.transfer.Source;
import org.lakeside.server.lake.transfer.Stop;

/// A process that copies, until somebody kills it.
final class KilledService {
    private KilledService() {}

    /// Copies with what is in two directories.
    ///
    /// @param words the directory with `gfal-copy`, and one to work in
    public static void main(String[] words) throws Exception {
        new GfalMover(
                        new FakeGfal(Path.of(words[0])).tools(),
                        Path.of(words[1]),
                        Duration.ofMinutes(5),
                        _ -> new StorageCredential.Nothing())
                .fetch(
                        new Source("SITE-A", URI.create("root://a.test//f")),
                        new Piece(0, 10, 10),
                        Optional.empty(),
                        bytes -> bytes.position(bytes.limit()),
                        new Stop());
    }
}
