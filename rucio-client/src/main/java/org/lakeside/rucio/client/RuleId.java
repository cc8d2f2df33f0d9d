package org.lakeside.rucio.client;

import java.util.Optional;
import java.util.regex.Pattern;

/// By which a rule is asked for: 32 hex digits.
public record RuleId(String text) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    public RuleId {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("a rule is asked for by 32 hex digits: '%s'".formatted(text));
        }
    }

    /// What a person types is not an exception: empty when this is none.
    public static Optional<RuleId> parse(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new RuleId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
