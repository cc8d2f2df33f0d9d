package org.lakeside.rucio.client;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One way to reach an RSE.
///
/// @param port 0 when the scheme's own is meant
/// @param prefix what comes before the path of a file
/// @param implementation the Python class that Rucio uses for it; a hint only
/// @param webServicePath comes between host and prefix
/// @param priorities lower is preferred; what is not there is not offered
public record RseProtocol(
        String scheme,
        String hostname,
        int port,
        String prefix,
        String implementation,
        Optional<String> webServicePath,
        Map<Domain, Map<Operation, Integer>> priorities) {

    /// From where: the RSE's own site, or anywhere.
    public enum Domain {
        LAN,
        WAN
    }

    /// What for. The third-party ones are for copies between two storages, and in `WAN` only.
    public enum Operation {
        READ,
        WRITE,
        DELETE,
        THIRD_PARTY_COPY_READ,
        THIRD_PARTY_COPY_WRITE
    }

    public RseProtocol {
        Map<Domain, Map<Operation, Integer>> copy = new EnumMap<>(Domain.class);
        priorities.forEach((domain, given) -> copy.put(domain, Map.copyOf(given)));
        priorities = Collections.unmodifiableMap(copy);
    }

    /// Lower is preferred; empty when it is not offered.
    public OptionalInt priority(Domain domain, Operation operation) {
        Integer priority = priorities.getOrDefault(domain, Map.of()).get(operation);
        return priority == null ? OptionalInt.empty() : OptionalInt.of(priority);
    }

    /// `scheme://host:port/prefix/path`, raw, as Rucio would write it; how exactly depends on its class for the
    /// protocol (`gfal.py`, `posix.py`, `protocol.py` of 41.5.1).
    String pfn(String path) {
        boolean gfal = implementation.startsWith("rucio.rse.protocols.gfal.");
        boolean withoutPort = implementation.startsWith("rucio.rse.protocols.posix.") || (gfal && port == 0);
        String begins = prefix.startsWith("/") ? prefix : "/" + prefix;
        return "%s://%s%s%s%s%s"
                .formatted(
                        scheme,
                        gfal
                                ? hostname.substring(hostname.indexOf("://") < 0 ? 0 : hostname.indexOf("://") + 3)
                                : hostname,
                        withoutPort ? "" : ":" + port,
                        gfal ? webServicePath.orElse("") : "",
                        begins.endsWith("/") ? begins : begins + "/",
                        path);
    }
}
