package org.lakeside.server.lake.browse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lakeside.server.lake.browse.FilterValue.Flag;
import org.lakeside.server.lake.browse.FilterValue.Numeral;
import org.lakeside.server.lake.browse.FilterValue.Size;
import org.lakeside.server.lake.browse.FilterValue.Span;
import org.lakeside.server.lake.browse.FilterValue.Text;

/// From what is typed to what it is: numbers, sizes with units, dates.
final class Values {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,15})?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,20}(?:\\.\\d{1,20})?)\\s*([A-Za-z]{0,3})");
    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2})(?:[T ]"
            + "(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1_000L),
            Map.entry("kb", 1_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("m", 1_000_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("mib", 1L << 20),
            Map.entry("g", 1_000_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("gib", 1L << 30),
            Map.entry("t", 1_000_000_000_000L),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("tib", 1L << 40),
            Map.entry("p", 1_000_000_000_000_000L),
            Map.entry("pb", 1_000_000_000_000_000L),
            Map.entry("pib", 1L << 50));

    private Values() {}

    /// Empty when it is nothing of this type.
    static Optional<FilterValue> of(SearchKey.Type type, String typed, boolean quoted) {
        var text = typed.strip();
        return switch (type) {
            case TEXT -> Optional.of(new Text(typed));
            case NUMBER -> number(text).map(Numeral::new);
            case BYTES -> bytes(text).map(Size::new);
            case DATE -> span(text).map(one -> one);
            case FLAG -> flag(text).map(Flag::new);
            case ANY -> Optional.of(quoted ? new Text(typed) : guess(text));
        };
    }

    private static FilterValue guess(String text) {
        return number(text)
                .<FilterValue>map(Numeral::new)
                .or(() -> flag(text).map(Flag::new))
                .orElseGet(() -> new Text(text));
    }

    private static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static Optional<Long> bytes(String text) {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) return Optional.empty();
        var unit = UNITS.get(parts.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) return Optional.empty();
        try {
            var bytes = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit));
            BigInteger whole = bytes.toBigIntegerExact();
            return Optional.of(whole.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty(); // half a byte, or more of them than there are
        }
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> Optional.of(true);
            case "false", "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Span> span(String text) {
        Matcher parts = DATE.matcher(text);
        if (!parts.matches()) return Optional.empty();
        try {
            int year = Integer.parseInt(parts.group(1));
            if (parts.group(2) == null) return Optional.of(days(text, LocalDate.of(year, 1, 1), Period.ofYears(1)));
            int month = Integer.parseInt(parts.group(2));
            if (parts.group(3) == null)
                return Optional.of(days(text, YearMonth.of(year, month).atDay(1), Period.ofMonths(1)));
            var day = LocalDate.of(year, month, Integer.parseInt(parts.group(3)));
            if (parts.group(4) == null) return Optional.of(days(text, day, Period.ofDays(1)));
            return Optional.of(moment(text, day, parts));
        } catch (DateTimeException e) {
            return Optional.empty(); // the 30th of February
        }
    }

    private static Span days(String text, LocalDate from, Period period) {
        return new Span(text, start(from), start(from.plus(period)));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Span moment(String text, LocalDate day, Matcher parts) {
        boolean toTheSecond = parts.group(6) != null;
        var time = LocalTime.of(
                Integer.parseInt(parts.group(4)),
                Integer.parseInt(parts.group(5)),
                toTheSecond ? Integer.parseInt(parts.group(6)) : 0);
        ZoneId zone = parts.group(7) == null ? ZoneOffset.UTC : ZoneId.of(parts.group(7));
        var from = LocalDateTime.of(day, time).atZone(zone).toInstant();
        return new Span(
                text.replace(' ', 'T'), from, from.plus(1, toTheSecond ? ChronoUnit.SECONDS : ChronoUnit.MINUTES));
    }
}
