package org.lakeside.rucio.client;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rucio's dates look like those of HTTP, but say `UTC` where HTTP says `GMT`; which the JDK's own format refuses.
final class RucioDates {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private RucioDates() {}

    static String print(Instant time) {
        return FORMAT.format(time) + " UTC";
    }

    /// Empty for nothing, too.
    static Optional<Instant> find(@Nullable String text) {
        return text == null ? Optional.empty() : parse(text);
    }

    /// As accounts have them: `2026-11-21T04:42:50`, without a zone; UTC is meant.
    static Optional<Instant> findIso(@Nullable String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.parse(text.strip()).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    static Optional<Instant> parse(String text) {
        String date = text.strip();
        if (!date.endsWith(" UTC") && !date.endsWith(" GMT")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(date.substring(0, date.length() - 4), FORMAT)
                    .toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
