package org.lakeside.rucio.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A public DID as Rucio sends it; each call fills some of the fields.
record OpenJson(
        @Nullable String scope,
        @Nullable String name,
        @Nullable String created_at,
        @Nullable String updated_at,
        @Nullable String doi,
        @Nullable Long record_id,
        @Nullable JsonNode meta,
        @Nullable List<FileJson> files) {

    record FileJson(
            @Nullable String scope,
            @Nullable String name,
            @Nullable Long bytes,
            @Nullable String adler32,
            @Nullable List<String> uris) {

        OpenFile file() {
            Did did = DidJson.did(scope, name);
            List<URI> addresses = uris == null
                    ? List.of()
                    : uris.stream()
                            .flatMap(text -> PfnText.parse(text, false).stream())
                            .toList();
            return new OpenFile(did, DidJson.size(did, bytes), Checksums.fromCatalogue(adler32, null), addresses);
        }
    }

    record PageJson(@Nullable Long total, @Nullable List<OpenJson> dids) {
        OpenDids page() {
            if (total == null || dids == null) {
                throw new IllegalArgumentException("no list of public DIDs");
            }
            return new OpenDids(dids.stream().map(OpenJson::about).toList(), total);
        }
    }

    OpenDid about() {
        return new OpenDid(DidJson.did(scope, name), RucioDates.find(created_at), RucioDates.find(updated_at));
    }

    OpenRecord published() {
        Map<String, MetaValue> values = meta == null || !meta.isObject()
                ? Map.of()
                : MetadataJson.of(DidJson.did(scope, name), meta).values();
        return new OpenRecord(
                about(),
                Optional.ofNullable(doi).filter(text -> !text.isBlank()),
                record_id == null ? OptionalLong.empty() : OptionalLong.of(record_id),
                values);
    }

    List<OpenFile> content() {
        if (files == null) {
            throw new IllegalArgumentException("no files");
        }
        return files.stream().map(FileJson::file).toList();
    }
}
