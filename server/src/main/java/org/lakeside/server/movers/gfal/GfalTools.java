package org.lakeside.server.movers.gfal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the tools of gfal2 are, and what they are told: nothing of our environment but what they need.
///
/// @param outer our environment
/// @param atLeast how long a file may take however small it is
public record GfalTools(Map<String, String> outer, Duration atLeast) {
    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final Path SYSTEMS_PYTHON = Path.of("/usr/bin/python3");
    private static final long SLOWEST = 64 * 1024; // bytes a second
    private static final Duration AT_LEAST = Duration.ofMinutes(10);

    public GfalTools {
        outer = Map.copyOf(outer);
    }

    public GfalTools(Map<String, String> outer) {
        this(outer, AT_LEAST);
    }

    Optional<Path> find(String program) {
        return OwnedProcess.find(program, Map.of("PATH", path()));
    }

    /// How long a file of so many bytes may take at most.
    Duration limit(long bytes) {
        return atLeast.plusSeconds(bytes / SLOWEST);
    }

    /// The whole environment of a run: no token, no password, no other proxy than this one.
    Map<String, String> environment(Path home, Optional<Path> proxy, Duration stallTimeout) {
        Map<String, String> inner = new LinkedHashMap<>();
        inner.put("PATH", path());
        inner.put("HOME", home.toString());
        inner.put("TMPDIR", home.toString());
        inner.put("LANG", "C.UTF-8");
        Stream.of(
                        "X509_CERT_DIR",
                        "X509_VOMS_DIR",
                        "LD_LIBRARY_PATH",
                        "PYTHONPATH",
                        "GFAL_CONFIG_DIR",
                        "GFAL_PLUGIN_DIR")
                .forEach(name -> Optional.ofNullable(outer.get(name)).ifPresent(value -> inner.put(name, value)));
        // Without it another Python first on the path, a notebook's for example, ends in "exec: python: not found".
        Optional.ofNullable(outer.get("GFAL_PYTHONBIN"))
                .or(() ->
                        Files.isExecutable(SYSTEMS_PYTHON) ? Optional.of(SYSTEMS_PYTHON.toString()) : Optional.empty())
                .ifPresent(value -> inner.put("GFAL_PYTHONBIN", value));
        proxy.ifPresent(file -> inner.put("X509_USER_PROXY", file.toString()));
        long seconds = Math.max(1, stallTimeout.toSeconds());
        inner.put("XRD_CONNECTIONWINDOW", Long.toString(Math.min(seconds, 30)));
        inner.put("XRD_CONNECTIONRETRY", "1");
        inner.put("XRD_STREAMTIMEOUT", Long.toString(seconds));
        inner.put("XRD_REQUESTTIMEOUT", Long.toString(2 * seconds));
        inner.put("XRD_TIMEOUTRESOLUTION", "1");
        inner.put("XRD_CPUSEPGWRTRD", "0"); // checksums of pages: three times slower, and the file's is compared anyway
        return inner;
    }

    private String path() {
        return Optional.ofNullable(outer.get("PATH"))
                .filter(text -> !text.isBlank())
                .orElse(USUAL_PATH);
    }
}
