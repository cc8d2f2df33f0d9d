package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lakeside.example.Example;

class ReadmeTest extends WithRucio {
    @Test
    void theReadmesExamplesAreThoseThatAreTested() throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/lakeside/example/Example.java"));
        List<String> examples = between(source, " *// example: begins\n", " *// example: ends").stream()
                .map(example -> example.replaceAll("(?m)^    ", ""))
                .toList();

        assertThat(between(Files.readString(Path.of("README.md")), "```java\n", "```"))
                .isEqualTo(examples)
                .hasSize(2);
    }

    private static List<String> between(String text, String begin, String end) {
        return Pattern.compile("(?ms)^" + begin + "(.*?)^" + end)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void theFirstExampleWorks() {
        answers("login.http");
        answers("files.http");
        answers("replicas.http");

        assertThat(Example.addresses(url(), new UserPassword("alice", "secret"), new Did("odd", "names")))
                .hasSize(27)
                .allMatch(uri -> uri.getScheme().equals("http"));
    }

    @Test
    void theSecondExampleWorksAndKnowsWhatToDoWhenThereIsNoRoom() {
        answers("search.http");
        answers("rules-create.http");
        answers("search.http");
        answers("rules-over-quota.http");
        answers("limits.http");

        assertThat(Example.keep(client(), tokens)).hasSize(1);
        assertThat(Example.keep(client(), tokens)).isEmpty();
    }

    @Test
    void everyCallIsInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        for (Class<?> subject : List.of(
                Dids.class,
                DidChanges.class,
                Replicas.class,
                ReplicaChanges.class,
                Rules.class,
                Rses.class,
                Accounts.class,
                Scopes.class,
                OpenData.class,
                Traces.class)) {
            for (var method : subject.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())) {
                    assertThat(readme).containsPattern("[`.]" + method.getName() + "[`(]");
                }
            }
        }
    }
}
