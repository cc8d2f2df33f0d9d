package org.lakeside.server.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command line with somebody before it, who has thought of the answers beforehand.
final class Lines {
    private final Map<String, String> environment;
    private final Deque<String> answers = new ArrayDeque<>();
    private String input = "";
    private boolean screen;

    Lines(Map<String, String> environment) {
        this.environment = environment;
    }

    /// What is typed when something is asked.
    Lines answering(String... typed) {
        answers.addAll(List.of(typed));
        return this;
    }

    Lines withInput(String text) {
        input = text;
        return this;
    }

    Lines onAScreen() {
        screen = true;
        return this;
    }

    record Ended(int code, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        JsonNode jsonOfFailure() {
            return JsonMapper.shared().readTree(err);
        }
    }

    Ended run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Lakeside.run(
                List.of(args),
                new Surroundings(
                        environment,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Typist()));
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private final class Typist implements Terminal {
        @Override
        public boolean answers() {
            return !answers.isEmpty();
        }

        @Override
        public boolean shows() {
            return screen;
        }

        @Override
        public int width() {
            return 60;
        }

        @Override
        public Optional<String> ask(String question) {
            return Optional.ofNullable(answers.poll());
        }

        @Override
        public Optional<String> askSecretly(String question) {
            return ask(question);
        }
    }
}
