package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process is killed with -9 while it downloads, again and again.
final class KillTest {
    private static final Pattern SAID = Pattern.compile("kept (\\d+) of large, (\\d+) files");

    @TempDir
    Path directory;

    private final Storage storage = new Storage("OPEN");

    @BeforeEach
    void fill() {
        for (int i = 0; i < KilledChild.SMALL_FILES; i++)
            storage.put("small-" + i, InMemoryLake.bytes("small-" + i, KilledChild.SMALL));
        storage.put("large", InMemoryLake.bytes("large", KilledChild.LARGE));
        storage.always(honest -> honest.throttleBody(64 * 1024, 40, TimeUnit.MILLISECONDS));
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    @Timeout(180)
    void noInstantOfBeingKilledLosesWhatWasCompleteOrShowsWhatIsNot() throws Exception {
        killWhen(said -> true);
        killWhen(said -> files(said) >= 3);
        long kept = 0;
        int killedInTheMiddle = 0;
        String last = "";
        while (!last.startsWith("Done")) {
            int before = storage.asked().size();
            long keptBefore = kept;
            last = killWhen(
                    said -> kept(said) > keptBefore && askedForLarge(before).isPresent());
            assertThat(askedForLarge(before).orElse(keptBefore)).isGreaterThanOrEqualTo(keptBefore);
            if (kept(last) > kept) killedInTheMiddle++;
            kept = Math.max(kept, kept(last));
        }

        assertThat(killedInTheMiddle).isGreaterThanOrEqualTo(2);
        assertThat(visible()).hasSize(KilledChild.SMALL_FILES + 1);
        try (Stream<Path> left = Files.walk(directory.resolve("data/.lakeside/partial"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private String killWhen(Predicate<String> instant) throws Exception {
        String last = run(instant);
        for (Path file : visible()) {
            String name = file.getFileName().toString();
            int bytes = name.equals("large") ? KilledChild.LARGE : KilledChild.SMALL;
            assertThat(file).hasBinaryContent(InMemoryLake.bytes(name, bytes));
        }
        return last;
    }

    /// Where the first request for the large file began, among those after the first `before`.
    private OptionalLong askedForLarge(int before) {
        List<String> asked = storage.asked();
        return asked.subList(before, asked.size()).stream()
                .filter(request -> request.startsWith("large "))
                .map(request -> request.substring("large ".length(), request.indexOf('-')))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /// The last line that the child said before it ended, or was killed at this instant.
    private String run(Predicate<String> instant) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledChild.class.getName(),
                        directory.toString(),
                        storage.address())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = "nothing";
        try (BufferedReader lines = child.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (instant.test(line)) break;
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return last;
    }

    private List<Path> visible() throws IOException {
        Path scope = directory.resolve("data/lake/user.alice");
        if (!Files.exists(scope)) return List.of();
        try (Stream<Path> files = Files.list(scope)) {
            return files.toList();
        }
    }

    private static long kept(String said) {
        return number(said, 1);
    }

    private static long files(String said) {
        return number(said, 2);
    }

    private static long number(String said, int group) {
        Matcher matcher = SAID.matcher(said);
        return matcher.matches() ? Long.parseLong(matcher.group(group)) : 0;
    }
}
