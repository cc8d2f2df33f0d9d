package org.lakeside.server;

import java.util.List;

/// Settings that cannot be used, with everything that is wrong with them, a sentence each.
public final class WrongSettings extends RuntimeException {
    private final List<String> problems;

    WrongSettings(List<String> problems) {
        super("the settings cannot be used: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
