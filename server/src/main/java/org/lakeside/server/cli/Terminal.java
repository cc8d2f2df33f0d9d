package org.lakeside.server.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The person before the screen, if there is one.
interface Terminal {
    /// Whether there is somebody to ask.
    boolean answers();

    /// Whether messages go to a screen, where a line can be drawn anew.
    boolean shows();

    int width();

    /// Empty when the input ended.
    Optional<String> ask(String question);

    /// The same without an echo.
    Optional<String> askSecretly(String question);

    static Terminal ofThisProcess(Map<String, String> environment) {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        int width = Optional.ofNullable(environment.get("COLUMNS"))
                .filter(text -> text.matches("[1-9][0-9]{1,3}"))
                .map(Integer::parseInt)
                .orElse(80);
        return new Terminal() {
            @Override
            public boolean answers() {
                return console.isPresent();
            }

            @Override
            public boolean shows() {
                return messagesGoToAScreen() && !"dumb".equals(environment.get("TERM"));
            }

            @Override
            public int width() {
                return width;
            }

            @Override
            public Optional<String> ask(String question) {
                return console.map(one -> one.readLine("%s", question));
            }

            @Override
            public Optional<String> askSecretly(String question) {
                return console.map(one -> one.readPassword("%s", question)).map(String::new);
            }
        };
    }

    /// Java can only tell about input and output together.
    private static boolean messagesGoToAScreen() {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
            return target.startsWith("/dev/pts") || target.toString().matches("/dev/(tty|console).*");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
        }
    }
}
