package org.lakeside.rucio.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One attempt to move one file, for the operators' statistics and for Rucio's own idea of what is in use.
///
/// @param what whether it was read or written
/// @param client which program, as `name_version`
/// @param host where it ran
/// @param session the same for all files of one call; 32 hex digits
/// @param dataset for which the file was moved
/// @param site where the file went to, or came from; `ROAMING` where nobody knows
/// @param scheme the protocol, such as `https`; empty when it did not come to one
/// @param outcome `DONE`, `FAILED` or another of Rucio's words: PROCESSING, DOWNLOAD_ATTEMPT, ALREADY_DONE,
/// FILE_NOT_FOUND, FAIL_VALIDATE
/// @param reason `OK`, or the error in a sentence
public record Trace(
        Direction what,
        String client,
        String host,
        String account,
        String session,
        Did file,
        Optional<Did> dataset,
        OptionalLong bytes,
        Optional<String> rse,
        String site,
        Optional<String> scheme,
        String outcome,
        String reason,
        Instant began,
        Instant ended) {

    /// From an RSE, or to one.
    public enum Direction {
        DOWNLOAD,
        UPLOAD
    }

    /// In Rucio's words (`core/trace.py`). A key with nothing in it is left out, where it may be.
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("eventType", what.name().toLowerCase(Locale.ROOT));
        json.put("eventVersion", client);
        json.put("hostname", host);
        json.put("account", account);
        json.put("uuid", session);
        json.put("scope", file.scope());
        json.put("filename", file.name());
        json.put("datasetScope", dataset.map(Did::scope).orElse(null));
        json.put("dataset", dataset.map(Did::name).orElse(null));
        json.put("filesize", bytes.isPresent() ? bytes.getAsLong() : null);
        json.put("localSite", site);
        rse.ifPresent(name -> json.put("remoteSite", name));
        scheme.ifPresent(name -> json.put("protocol", name));
        json.put("clientState", outcome);
        json.put("stateReason", reason);
        json.put("transferStart", seconds(began));
        json.put("transferEnd", seconds(ended));
        return json;
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
