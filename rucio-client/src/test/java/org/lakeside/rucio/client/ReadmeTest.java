package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lakeside.example.Example;

class ReadmeTest extends WithRucio {
    @Test
    void theReadmesExampleIsTheOneThatIsTested() throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/lakeside/example/Example.java"));
        String example = source.substring(
                        source.indexOf("// example: begins\n") + "// example: begins\n".length(),
                        source.indexOf("    // example: ends"))
                .lines()
                .map(line -> line.isEmpty() ? line : line.substring(4))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("README.md"))).contains(example);
    }

    @Test
    void theReadmesExampleWorks() {
        answers("login.http");
        answers("files.http");
        answers("replicas.http");

        assertThat(Example.addresses(url(), new UserPassword("alice", "secret"), new Did("odd", "names")))
                .hasSize(27)
                .allMatch(uri -> uri.getScheme().equals("http"));
    }
}
