package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.rucio.client.Condition.Operator.EQUAL;
import static org.lakeside.rucio.client.Condition.Operator.GREATER;
import static org.lakeside.rucio.client.Condition.Operator.GREATER_OR_EQUAL;
import static org.lakeside.rucio.client.Condition.Operator.LESS;
import static org.lakeside.rucio.client.Condition.Operator.NOT_EQUAL;
import static org.lakeside.rucio.client.RseProtocol.Domain.WAN;
import static org.lakeside.rucio.client.RseProtocol.Operation.READ;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same questions to this client and to Rucio's own, in Python, give the same answers.
///
/// Names with blanks, `+`, `%` are asked for in bodies only: in a path Rucio's own client writes a blank as `+`, and
/// does not find it (41.5.1).
class OfficialClientIT {
    private record Question(List<Object> asked, Supplier<List<String>> ours) {}

    private final RucioClient client =
            RucioClient.builder(URI.create(environment("LAKE_RUCIO_URL"))).build();
    private final TokenSource tokens =
            new OneToken(client.login(new UserPassword("alice", "secret"), Optional.empty()));
    private final List<Question> questions = new ArrayList<>();

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> name + " is not set: eval \"$(testbed/lake env)\"");
    }

    @Test
    void bothClientsGiveTheSameAnswers(@TempDir Path directory) throws IOException, InterruptedException {
        searches();
        dids();
        storages();
        accounts();

        List<List<String>> theirs = official(directory);

        assertThat(theirs).hasSameSizeAs(questions);
        for (int i = 0; i < questions.size(); i++) {
            assertThat(questions.get(i).ours().get())
                    .as("%s", questions.get(i).asked())
                    .containsExactlyInAnyOrderElementsOf(theirs.get(i));
        }
    }

    private void ask(Supplier<List<String>> ours, Object... asked) {
        questions.add(new Question(Arrays.asList(asked), ours));
    }

    private void searches() {
        for (String scope : List.of("data", "odd", "opendata", "user.alice", "nosuchscope")) {
            search(scope, "*", SearchType.ALL, Filters.NONE, List.of(Map.of("name", "*")));
        }
        search("opendata", "run*", SearchType.FILE, Filters.NONE, List.of(Map.of("name", "run*")));
        search("opendata", "*raw", SearchType.COLLECTION, Filters.NONE, List.of(Map.of("name", "*raw")));
        search(
                "opendata",
                "*",
                SearchType.DATASET,
                Filters.all(Condition.of("datatype", EQUAL, "RAW"), Condition.of("run_number", GREATER, 1)),
                List.of(Map.of("datatype", "RAW", "run_number.gt", 1)));
        search(
                "opendata",
                "run*",
                SearchType.DATASET,
                Filters.all(Condition.of("datatype", EQUAL, "A*"))
                        .or(Filters.all(Condition.of("run_number", GREATER_OR_EQUAL, 2))),
                List.of(Map.of("name", "run*", "datatype", "A*"), Map.of("name", "run*", "run_number.gte", 2)));
        search(
                "opendata",
                "*",
                SearchType.DATASET,
                Filters.all(Condition.of("datatype", NOT_EQUAL, "RAW")),
                List.of(Map.of("datatype.ne", "RAW")));
        search(
                "data",
                "*",
                SearchType.FILE,
                Filters.all(Condition.of("bytes", GREATER, 5000), Condition.of("bytes", LESS, 20_000)),
                List.of(Map.of("bytes.gt", 5000, "bytes.lt", 20_000)));
    }

    private void search(String scope, String name, SearchType type, Filters filters, Object theirs) {
        ask(
                () -> client
                        .dids()
                        .search(tokens, new SearchQuery(scope, name, type, SearchQuery.UNLIMITED, filters))
                        .toList()
                        .stream()
                        .map(row -> line(row.did(), row.type(), number(row.bytes()), number(row.files())))
                        .toList(),
                "search",
                scope,
                type.inQuery(),
                theirs);
    }

    private void dids() {
        for (String text :
                List.of("data:ok", "data:open", "data:empty", "opendata:catalogue", "data:sub/dir/file.txt")) {
            Did did = Did.parse(text).orElseThrow();
            ask(
                    () -> {
                        DidInfo info = client.dids().did(tokens, did);
                        return List.of(line(
                                info.did(), info.type(), info.account(), number(info.bytes()), number(info.files())));
                    },
                    "did",
                    text);
            ask(() -> content(did), "content", text);
            ask(() -> files(did), "files", text);
            ask(() -> rules(did), "rules", text);
        }
        for (String text :
                List.of("data:ok.0", "data:shared.bin", "data:meta", "data:sub/dir/file.txt", "data:nonex")) {
            ask(() -> parents(Did.parse(text).orElseThrow()), "parents", text);
        }
        List<String> known = List.of("data:ok", "opendata:run1.raw", "data:zero.bin", "data:nonex");
        ask(
                () -> metadata(known),
                Stream.concat(Stream.of("metadata"), known.stream()).toArray());
        List<String> odd = List.of(
                "data:ok.0", "data:multi.1", "data:lost.here", "odd:hash#question?.txt", "odd:plus+and&ampersand=.txt");
        ask(
                () -> replicas(odd),
                Stream.concat(Stream.of("replicas"), odd.stream()).toArray());
    }

    private List<String> content(Did did) {
        return client.dids().content(tokens, did).toList().stream()
                .map(row -> line(
                        row.did(),
                        row.type(),
                        number(row.bytes()),
                        row.checksums().adler32().orElse(null),
                        row.checksums().md5().orElse(null)))
                .toList();
    }

    private List<String> files(Did did) {
        return client.dids().files(tokens, did).toList().stream()
                .map(row ->
                        line(row.did(), row.bytes(), row.checksums().adler32().orElse(null)))
                .toList();
    }

    private List<String> rules(Did did) {
        return client.dids().rules(tokens, did).toList().stream()
                .map(row -> json(row.id().text()) + " "
                        + line(
                                row.did(),
                                row.account(),
                                row.rseExpression(),
                                row.copies(),
                                row.state(),
                                row.locks().ok(),
                                number(row.details().bytes())))
                .toList();
    }

    private List<String> parents(Did did) {
        return client.dids().parents(tokens, did).toList().stream()
                .map(row -> line(row.did(), row.type()))
                .toList();
    }

    private List<String> metadata(List<String> dids) {
        return client
                .dids()
                .metadata(
                        tokens,
                        dids.stream().map(text -> Did.parse(text).orElseThrow()).toList())
                .toList()
                .stream()
                .flatMap(row -> row.values().entrySet().stream()
                        .map(one -> row.did() + " " + one.getKey() + " " + json(plain(one.getValue()))))
                .toList();
    }

    private static Object plain(MetaValue value) {
        return switch (value) {
            case MetaValue.Numeral number -> number.number();
            case MetaValue.Flag flag -> flag.set();
            // Rucio's own client makes a date of it, too, without a zone
            case MetaValue.Time time -> time.toString().replace("T", " ").replace("Z", "");
            case MetaValue.Text _, MetaValue.Other _ -> value.toString();
        };
    }

    private List<String> replicas(List<String> dids) {
        List<Did> asked =
                dids.stream().map(text -> Did.parse(text).orElseThrow()).toList();
        ReplicaQuery query = ReplicaQuery.over(List.of("https", "http"), asked);
        return client.replicas().files(tokens, query).toList().stream()
                .map(row -> line(
                                row.did(),
                                row.bytes(),
                                row.checksums().adler32().orElse(null),
                                row.checksums().md5().orElse(null),
                                row.states())
                        + row.pfns().stream()
                                .map(pfn -> " " + PfnText.inCatalogue(pfn.uri()))
                                .reduce("", String::concat))
                .toList();
    }

    private void storages() {
        ask(
                () -> client.rses().all(tokens).toList().stream()
                        .map(rse -> Stream.of(
                                        rse.id(),
                                        rse.name(),
                                        rse.type(),
                                        rse.deterministic(),
                                        rse.availability().read(),
                                        rse.availability().write())
                                .map(OfficialClientIT::json)
                                .reduce((a, b) -> a + " " + b)
                                .orElseThrow())
                        .toList(),
                "rses");
        for (String expression :
                List.of("tier=1", "*", "tier<2&country_name=FR", "(site=A|site=B)\\SITE-A", "TAPE-B")) {
            ask(() -> client.rses().matching(tokens, expression), "matching", expression);
        }
        for (String rse : List.of("OPEN", "SITE-B", "TAPE-B")) {
            ask(
                    () -> client.rses().attributes(tokens, rse).entrySet().stream()
                            .map(one -> one.getKey() + " " + one.getValue())
                            .toList(),
                    "attributes",
                    rse);
            ask(() -> protocols(rse), "protocols", rse);
        }
    }

    private List<String> protocols(String rse) {
        return client.rses().protocols(tokens, rse).stream()
                .map(one -> "%s %s %d %s %s"
                        .formatted(
                                json(one.scheme()),
                                json(one.hostname()),
                                one.port(),
                                json(one.prefix()),
                                one.priority(WAN, READ).isPresent()
                                        ? one.priority(WAN, READ).getAsInt()
                                        : "null"))
                .toList();
    }

    private void accounts() {
        ask(
                () -> client.accounts().limits(tokens, "alice").entrySet().stream()
                        .map(one -> one.getKey() + " "
                                + (one.getValue().isUnlimited()
                                        ? "unlimited"
                                        : one.getValue().limit().getAsLong()))
                        .toList(),
                "limits",
                "alice");
        ask(
                () -> client.accounts().usage(tokens, "alice").stream()
                        .map(one -> json(one.where()) + " " + one.bytes() + " " + one.files())
                        .toList(),
                "usage",
                "alice");
        ask(() -> client.scopes().all(tokens), "scopes");
        ask(() -> client.scopes().of(tokens, "alice"), "scopes_of", "alice");
    }

    private static String line(Did did, @Nullable Object... values) {
        return Stream.concat(Stream.of(did.scope(), did.name()), Arrays.stream(values))
                .map(OfficialClientIT::json)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }

    private static @Nullable Object number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /// As Python writes it.
    private static String json(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, one) -> sorted.put(json(key), json(one)));
            return sorted.entrySet().stream()
                    .map(one -> one.getKey() + ": " + one.getValue())
                    .reduce((a, b) -> a + ", " + b)
                    .map(inner -> "{" + inner + "}")
                    .orElse("{}");
        }
        Object plain = value instanceof Enum<?> constant ? constant.name() : value;
        StringBuilder ascii = new StringBuilder();
        Json.writer().writeValueAsString(plain).chars().forEach(c -> {
            if (c < 0x7f) {
                ascii.append((char) c);
            } else {
                ascii.append("\\u%04x".formatted(c));
            }
        });
        return ascii.toString();
    }

    private List<List<String>> official(Path directory) throws IOException, InterruptedException {
        Path input = directory.resolve("questions");
        Path errors = directory.resolve("errors");
        Collection<String> lines = questions.stream()
                .map(question -> Json.writer().writeValueAsString(question.asked()))
                .toList();
        Files.write(input, lines);
        Process python = new ProcessBuilder(
                        environment("LAKE_PYTHON"),
                        Path.of("src/test/resources/official.py")
                                .toAbsolutePath()
                                .toString(),
                        environment("LAKE_RUCIO_URL"),
                        directory.toString())
                .redirectInput(input.toFile())
                .redirectError(errors.toFile())
                .start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as("%s", Files.readString(errors)).isZero();
        return output.lines()
                .map(line -> List.of(Json.of(String[].class).read(line.getBytes(StandardCharsets.UTF_8))))
                .toList();
    }
}
