package org.lakeside.server.lake.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidType;

/// One DID on its way here, as it stands at one moment.
///
/// @param type known once the catalogue has been asked
/// @param failures the first few
/// @param sources RSEs that bytes came from, of files that are not on their way any more
public record Download(
        String id,
        String instance,
        Did did,
        Optional<DidType> type,
        DownloadState state,
        Files files,
        Bytes bytes,
        Instant started,
        List<FileFailure> failures,
        List<String> sources) {

    public Download {
        failures = List.copyOf(failures);
        sources = List.copyOf(sources);
    }

    Download with(DownloadState now) {
        return new Download(id, instance, did, type, now, files, bytes, started, failures, sources);
    }

    public record Files(long total, long done, long failed) {}

    public record Bytes(long total, long done) {}
}
