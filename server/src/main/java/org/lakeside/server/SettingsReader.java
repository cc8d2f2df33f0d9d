package org.lakeside.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.TlsTrustException;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.server.Settings.Instance;
import org.lakeside.server.SettingsFile.Value;
import org.lakeside.server.lake.Instance.Kind;

/// Makes [Settings] of a file and an environment. Goes on after a mistake, so that all of them are reported together.
final class SettingsReader {
    static final Set<String> KEYS = Set.of(
            "data_dir",
            "state_dir",
            "transfers_at_once",
            "rucio_timeout",
            "stall_timeout",
            "listing_rows",
            "ca_files",
            "ca_dirs",
            "default_instance",
            "instances");
    static final Set<String> INSTANCE_KEYS =
            Set.of("label", "url", "auth_url", "vo", "account", "ca_files", "voms", "web_url", "kind");

    /// A name of an instance is a folder's name and part of addresses.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");

    /// What fits into the memory that the service is started with: each has a buffer of 1 MiB outside the heap.
    private static final int MOST_TRANSFERS = 32;

    /// Some tens of gigabytes on disk.
    private static final int MOST_ROWS = 100_000_000;

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    Settings read() {
        var file = file();
        var settings = new Settings(
                path(file, "data_dir", () -> xdg("XDG_DATA_HOME", ".local/share")),
                path(file, "state_dir", () -> xdg("XDG_STATE_HOME", ".local/state")),
                number(file, "transfers_at_once", 4, 1, MOST_TRANSFERS),
                duration(file, "rucio_timeout", Duration.ofSeconds(10)),
                duration(file, "stall_timeout", Duration.ofSeconds(30)),
                number(file, "listing_rows", 1_000_000, 1000, MOST_ROWS),
                caFiles(paths(file, "ca_files")),
                caDirectories(paths(file, "ca_dirs")),
                "",
                instances(file));
        settings = withDefaultInstance(settings, file.value("default_instance", environment));
        if (!problems.isEmpty()) throw new WrongSettings(problems);
        return settings;
    }

    private SettingsFile file() {
        var named = get("LAKESIDE_SETTINGS");
        var path = named.map(text -> path("LAKESIDE_SETTINGS", text))
                .orElseGet(() ->
                        xdg("XDG_CONFIG_HOME", ".config").resolve("lakeside").resolve("settings.yaml"));
        if (named.isEmpty() && !Files.exists(path)) return SettingsFile.EMPTY;
        return SettingsFile.read(path, problems).onlyWith(KEYS, problems);
    }

    private Settings withDefaultInstance(Settings read, Optional<Value> named) {
        var name = named.map(Value::text)
                .orElseGet(() -> read.instances().stream()
                        .findFirst()
                        .map(Instance::name)
                        .orElse(""));
        if (named.isPresent() && read.findInstance(name).isEmpty())
            problems.add("%s is '%s', but there is no instance of this name"
                    .formatted(named.get().from(), name));
        return new Settings(
                read.dataDir(),
                read.stateDir(),
                read.transfersAtOnce(),
                read.rucioTimeout(),
                read.stallTimeout(),
                read.listingRows(),
                read.caFiles(),
                read.caDirs(),
                name,
                read.instances());
    }

    private List<Instance> instances(SettingsFile file) {
        List<Instance> found = new ArrayList<>();
        instanceOfEnvironment().ifPresent(found::add);
        file.instances(problems)
                .forEach((name, keys) -> instanceOfFile(name, keys.onlyWith(INSTANCE_KEYS, problems))
                        .filter(one ->
                                found.stream().noneMatch(other -> other.name().equals(one.name())))
                        .ifPresent(found::add));
        if (found.isEmpty() && problems.isEmpty())
            problems.add("no Rucio is named: set LAKESIDE_RUCIO_URL, or write instances into %s"
                    .formatted(file.path().map(Path::toString).orElse("~/.config/lakeside/settings.yaml")));
        return found;
    }

    private Optional<Instance> instanceOfEnvironment() {
        return get("LAKESIDE_RUCIO_URL").flatMap(text -> {
            var name = get("LAKESIDE_RUCIO_NAME").orElse("rucio");
            checkName("LAKESIDE_RUCIO_NAME", name);
            return url("LAKESIDE_RUCIO_URL", text)
                    .map(url -> new Instance(
                            name,
                            get("LAKESIDE_RUCIO_LABEL").orElse(name),
                            url,
                            get("LAKESIDE_RUCIO_AUTH_URL").flatMap(auth -> url("LAKESIDE_RUCIO_AUTH_URL", auth)),
                            get("LAKESIDE_RUCIO_VO"),
                            get("LAKESIDE_RUCIO_ACCOUNT"),
                            List.of(),
                            get("LAKESIDE_RUCIO_VOMS")
                                    .map(voms -> Arrays.stream(voms.strip().split("\\s+", -1))
                                            .flatMap(one -> voms("LAKESIDE_RUCIO_VOMS", one).stream())
                                            .toList())
                                    .orElse(List.of()),
                            get("LAKESIDE_RUCIO_WEB_URL").flatMap(web -> url("LAKESIDE_RUCIO_WEB_URL", web)),
                            get("LAKESIDE_RUCIO_KIND")
                                    .map(kind -> kind("LAKESIDE_RUCIO_KIND", kind))
                                    .orElse(Kind.RUCIO)));
        });
    }

    private Optional<Instance> instanceOfFile(String name, SettingsFile keys) {
        checkName("instances", name);
        var url = keys.value("url");
        if (url.isEmpty()) problems.add("%s: url is missing".formatted(keys.where()));
        return url.flatMap(value -> url(value.from(), value.text()))
                .map(address -> new Instance(
                        name,
                        keys.value("label").map(Value::text).orElse(name),
                        address,
                        keys.value("auth_url").flatMap(value -> url(value.from(), value.text())),
                        keys.value("vo").map(Value::text),
                        keys.value("account").map(Value::text),
                        caFiles(keys.list("ca_files").stream()
                                .map(value -> path(value.from(), value.text()))
                                .toList()),
                        keys.list("voms").stream()
                                .flatMap(value -> voms(value.from(), value.text()).stream())
                                .toList(),
                        keys.value("web_url").flatMap(value -> url(value.from(), value.text())),
                        keys.value("kind")
                                .map(value -> kind(value.from(), value.text()))
                                .orElse(Kind.RUCIO)));
    }

    private Optional<VomsRequest> voms(String from, String text) {
        var request = VomsRequest.parse(text);
        if (request.isEmpty())
            problems.add(
                    "%s is '%s', not a VO such as escape or escape:/escape/cms/Role=production".formatted(from, text));
        return request;
    }

    private Kind kind(String from, String text) {
        for (var kind : Kind.values()) if (kind.name().toLowerCase(Locale.ROOT).equals(text.strip())) return kind;
        problems.add("%s is '%s', neither rucio nor opendata".formatted(from, text));
        return Kind.RUCIO;
    }

    private void checkName(String from, String name) {
        if (!NAME.matcher(name).matches())
            problems.add(
                    "%s: '%s' cannot name an instance; use up to 40 letters, digits, _ and -".formatted(from, name));
    }

    private Optional<URI> url(String from, String text) {
        try {
            var url = new URI(text.strip().replaceAll("/+$", ""));
            var usable = url.getHost() != null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            if (url.getRawUserInfo() != null)
                problems.add("%s holds a user name or password; people log in in the panel".formatted(from));
            else if (usable) return Optional.of(url);
            else problems.add("%s is '%s', not an address such as https://rucio.example.org".formatted(from, text));
        } catch (URISyntaxException e) {
            problems.add("%s is '%s', not an address such as https://rucio.example.org".formatted(from, text));
        }
        return Optional.empty();
    }

    private Path path(SettingsFile file, String key, java.util.function.Supplier<Path> parentOfDefault) {
        return file.value(key, environment)
                .map(value -> path(value.from(), value.text()))
                .orElseGet(() -> parentOfDefault.get().resolve("lakeside"));
    }

    private List<Path> paths(SettingsFile file, String key) {
        return file.list(key, environment).stream()
                .map(value -> path(value.from(), value.text()))
                .toList();
    }

    private Path path(String from, String text) {
        try {
            var path = text.equals("~") || text.startsWith("~/")
                    ? home().resolve(text.substring(Math.min(2, text.length())))
                    : Path.of(text);
            if (!path.isAbsolute()) problems.add("%s is '%s', not an absolute path".formatted(from, text));
            return path.normalize();
        } catch (InvalidPathException e) {
            problems.add("%s is '%s', not a path".formatted(from, text));
            return home();
        }
    }

    /// One that cannot be used would else be found at the first call to a Rucio.
    private List<Path> caFiles(List<Path> files) {
        for (var file : new LinkedHashSet<>(files)) {
            try {
                TlsTrust.requireUsable(file);
            } catch (TlsTrustException e) {
                problems.add(e.getMessage());
            }
        }
        return files;
    }

    private List<Path> caDirectories(List<Path> directories) {
        for (var directory : new LinkedHashSet<>(directories)) problems.addAll(TlsTrust.faultsOfDirectory(directory));
        return directories;
    }

    private int number(SettingsFile file, String key, int fallback, int least, int most) {
        return file.value(key, environment)
                .map(value -> {
                    try {
                        int number = Integer.parseInt(value.text());
                        if (number >= least && number <= most) return number;
                    } catch (NumberFormatException e) {
                        // said below
                    }
                    problems.add("%s is '%s', not a number from %d to %d"
                            .formatted(value.from(), value.text(), least, most));
                    return fallback;
                })
                .orElse(fallback);
    }

    private Duration duration(SettingsFile file, String key, Duration fallback) {
        return file.value(key, environment)
                .map(value -> {
                    try {
                        var duration = Duration.parse(value.text());
                        if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) return duration;
                    } catch (DateTimeParseException e) {
                        // said below
                    }
                    problems.add("%s is '%s', not a duration such as PT30S (at most PT1H)"
                            .formatted(value.from(), value.text()));
                    return fallback;
                })
                .orElse(fallback);
    }

    private Path xdg(String variable, String fallback) {
        var absolute = get(variable).filter(text -> text.startsWith("/"));
        return absolute.map(Path::of).orElseGet(() -> home().resolve(fallback));
    }

    private Path home() {
        return Path.of(get("HOME").orElseGet(() -> System.getProperty("user.home")));
    }

    private Optional<String> get(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }
}
