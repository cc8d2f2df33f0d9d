package org.lakeside.rucio.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An RSE as Rucio sends it; each call fills some of the fields.
record RseJson(
        @Nullable String id,
        @Nullable String rse,
        @Nullable String rse_type,
        @Nullable Boolean deterministic,
        @Nullable @JsonProperty("volatile") Boolean isVolatile,
        @Nullable Boolean staging_area,
        @Nullable Boolean availability_read,
        @Nullable Boolean availability_write,
        @Nullable Boolean availability_delete,
        @Nullable String lfn2pfn_algorithm,
        @Nullable JsonNode sign_url,
        @Nullable Boolean verify_checksum,
        @Nullable List<ProtocolJson> protocols) {

    record ProtocolJson(
            @Nullable String scheme,
            @Nullable String hostname,
            @Nullable Integer port,
            @Nullable String prefix,
            @Nullable String impl,
            @Nullable Map<String, Map<String, @Nullable Integer>> domains,
            @Nullable JsonNode extended_attributes) {

        RseProtocol protocol() {
            if (scheme == null) {
                throw new IllegalArgumentException("a protocol without a scheme");
            }
            return new RseProtocol(
                    scheme,
                    orEmpty(hostname),
                    port == null ? 0 : port,
                    orEmpty(prefix),
                    orEmpty(impl),
                    webServicePath(),
                    priorities());
        }

        private Optional<String> webServicePath() {
            return Optional.ofNullable(extended_attributes)
                    .map(more -> more.path("web_service_path").asString(""))
                    .filter(path -> !path.isEmpty());
        }

        private Map<RseProtocol.Domain, Map<RseProtocol.Operation, Integer>> priorities() {
            Map<RseProtocol.Domain, Map<RseProtocol.Operation, Integer>> all = new EnumMap<>(RseProtocol.Domain.class);
            if (domains != null) {
                for (RseProtocol.Domain domain : RseProtocol.Domain.values()) {
                    all.put(domain, offered(domains.get(word(domain))));
                }
            }
            return all;
        }

        /// Null stands for what is not offered.
        private static Map<RseProtocol.Operation, Integer> offered(@Nullable Map<String, @Nullable Integer> given) {
            Map<RseProtocol.Operation, Integer> offered = new EnumMap<>(RseProtocol.Operation.class);
            if (given != null) {
                for (RseProtocol.Operation operation : RseProtocol.Operation.values()) {
                    Integer priority = given.get(word(operation));
                    if (priority != null) {
                        offered.put(operation, priority);
                    }
                }
            }
            return offered;
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    record UsageJson(
            @Nullable String rse,
            @Nullable String source,
            @Nullable Long used,
            @Nullable Long free,
            @Nullable Long total,
            @Nullable Long files,
            @Nullable String updated_at) {

        RseUsage usage() {
            return new RseUsage(
                    orEmpty(rse),
                    orEmpty(source),
                    number(used),
                    number(free),
                    number(total),
                    number(files),
                    RucioDates.find(updated_at));
        }
    }

    String name() {
        if (rse == null) {
            throw new IllegalArgumentException("an RSE without a name");
        }
        return rse;
    }

    Rse about() {
        return new Rse(
                orEmpty(id),
                name(),
                orEmpty(rse_type),
                Boolean.TRUE.equals(deterministic),
                Boolean.TRUE.equals(isVolatile),
                Boolean.TRUE.equals(staging_area),
                new Rse.Availability(
                        !Boolean.FALSE.equals(availability_read),
                        !Boolean.FALSE.equals(availability_write),
                        !Boolean.FALSE.equals(availability_delete)));
    }

    RseSettings settings() {
        List<RseProtocol> ways = new ArrayList<>();
        if (protocols != null) {
            protocols.forEach(one -> ways.add(one.protocol()));
        }
        return new RseSettings(
                about(),
                lfn2pfn_algorithm == null ? "hash" : lfn2pfn_algorithm,
                Optional.ofNullable(sign_url).map(node -> node.asString("")).filter(text -> !text.isEmpty()),
                !Boolean.FALSE.equals(verify_checksum),
                ways);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static OptionalLong number(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
