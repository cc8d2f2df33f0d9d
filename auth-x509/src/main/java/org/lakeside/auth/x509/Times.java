package org.lakeside.auth.x509;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people read them: by the clock on their wall, with the day unless it is today, and the year unless it is
/// this one.
public final class Times {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);

    private Times() {}

    /// In the zone of this machine.
    public static String inWords(Instant time, Instant now) {
        return inWords(time, Clock.fixed(now, ZoneId.systemDefault()));
    }

    /// In the zone of the clock.
    public static String inWords(Instant time, Clock clock) {
        var then = ZonedDateTime.ofInstant(time, clock.getZone());
        var now = ZonedDateTime.ofInstant(clock.instant(), clock.getZone());
        if (then.toLocalDate().equals(now.toLocalDate())) return TIME.format(then);
        return (then.getYear() == now.getYear() ? DAY : YEAR).format(then);
    }
}
