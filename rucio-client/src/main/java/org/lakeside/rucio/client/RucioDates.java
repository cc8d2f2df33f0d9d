package org.lakeside.rucio.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// Rucio's dates look like those of HTTP, but say `UTC` where HTTP says `GMT`; which the JDK's own format refuses.
final class RucioDates {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private RucioDates() {}

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
