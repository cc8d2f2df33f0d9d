package org.lakeside.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What a settings file says, or one block of it, before anybody has asked what it means.
final class SettingsFile {
    static final SettingsFile EMPTY = new SettingsFile(Optional.empty(), "", Map.of());

    private final Optional<Path> path;
    private final String block;
    private final Map<String, Object> keys;

    private SettingsFile(Optional<Path> path, String block, Map<String, Object> keys) {
        this.path = path;
        this.block = block;
        this.keys = keys;
    }

    /// A piece of text that was set, and where: for messages.
    record Value(String text, String from) {}

    static SettingsFile read(Path path, List<String> problems) {
        if (!Files.isReadable(path)) {
            problems.add("the settings file %s does not exist or cannot be read".formatted(path));
            return EMPTY;
        }
        try {
            var tree = new YAMLMapper().readValue(path.toFile(), Object.class);
            if (tree == null) return new SettingsFile(Optional.of(path), "", Map.of());
            if (tree instanceof Map<?, ?> map) return new SettingsFile(Optional.of(path), "", copy(map));
            problems.add("the settings file %s is not a list of `key: value` lines".formatted(path));
        } catch (JacksonException e) {
            var where = e.getLocation();
            problems.add("the settings file %s is not YAML: line %d, column %d"
                    .formatted(path, where == null ? 1 : where.getLineNr(), where == null ? 1 : where.getColumnNr()));
        }
        return EMPTY;
    }

    Optional<Path> path() {
        return path;
    }

    /// The same, after complaining about keys that nobody reads: a misspelt key must not be silently without effect.
    SettingsFile onlyWith(Set<String> known, List<String> problems) {
        for (var key : keys.keySet()) {
            if (!known.contains(key))
                problems.add("%s: '%s' is not a key; keys here are %s"
                        .formatted(where(), key, String.join(", ", new TreeSet<>(known))));
        }
        return this;
    }

    Map<String, SettingsFile> instances(List<String> problems) {
        Map<String, SettingsFile> found = new LinkedHashMap<>();
        var value = keys.get("instances");
        if (value == null) return found;
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, body) -> {
                if (body instanceof Map<?, ?> block)
                    found.put(String.valueOf(name), new SettingsFile(path, "instances." + name, copy(block)));
                else problems.add("%s: instances.%s is not a block with label, url, …".formatted(where(), name));
            });
        } else problems.add("%s: instances is not a block of `name:` blocks".formatted(where()));
        return found;
    }

    Optional<Value> value(String key) {
        return Optional.ofNullable(keys.get(key))
                .map(value -> new Value(String.valueOf(value).strip(), from(key)));
    }

    /// The value of the environment, `LAKESIDE_KEY`, else the file's.
    Optional<Value> value(String key, Map<String, String> environment) {
        return inEnvironment(key, environment).or(() -> value(key));
    }

    List<Value> list(String key) {
        var value = keys.get(key);
        if (value == null) return List.of();
        List<Value> found = new ArrayList<>();
        for (var one : value instanceof List<?> list ? list : List.of(value))
            found.add(new Value(String.valueOf(one).strip(), from(key)));
        return found;
    }

    List<Value> list(String key, Map<String, String> environment) {
        return inEnvironment(key, environment)
                .map(value -> List.of(value.text().split(":", -1)).stream()
                        .filter(text -> !text.isBlank())
                        .map(text -> new Value(text, value.from()))
                        .toList())
                .orElseGet(() -> list(key));
    }

    String where() {
        return path.map(Path::toString).orElse("settings") + (block.isEmpty() ? "" : " " + block);
    }

    private String from(String key) {
        return "%s in %s"
                .formatted(
                        block.isEmpty() ? key : block + "." + key,
                        path.map(Path::toString).orElse("settings"));
    }

    private static Optional<Value> inEnvironment(String key, Map<String, String> environment) {
        var variable = "LAKESIDE_" + key.toUpperCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isBlank())
                .map(text -> new Value(text.strip(), variable));
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) copy.put(String.valueOf(key), value);
        });
        return copy;
    }
}
