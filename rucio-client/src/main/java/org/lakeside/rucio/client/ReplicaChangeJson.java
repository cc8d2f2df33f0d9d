package org.lakeside.rucio.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /replicas` and `PUT /replicas`. Any other key inside a file is a mistake to Rucio.
record ReplicaChangeJson(String rse, List<FileJson> files) {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FileJson(
            String scope,
            String name,
            @Nullable Long bytes,
            @Nullable String adler32,
            @Nullable String md5,
            @Nullable String pfn,
            String state) {

        static FileJson of(NewReplica replica, ReplicaState state) {
            return new FileJson(
                    replica.file().scope(),
                    replica.file().name(),
                    replica.bytes(),
                    replica.checksums().adler32().orElse(null),
                    replica.checksums().md5().orElse(null),
                    replica.pfn().map(PfnText::inCatalogue).orElse(null),
                    state.letter());
        }

        static FileJson of(Did file, ReplicaState state) {
            return new FileJson(file.scope(), file.name(), null, null, null, null, state.letter());
        }
    }

    byte[] bytes() {
        return Json.writer().writeValueAsBytes(this);
    }
}
