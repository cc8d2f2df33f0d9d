package org.lakeside.server.movers.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;
import org.lakeside.server.lake.transfer.Piece;

/// Whether an answer is what was asked for, before a byte of it is taken.
final class AnswerCheck {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private AnswerCheck() {}

    static void require(Response answer, Piece piece) throws MoveFailure {
        int status = answer.code();
        switch (status) {
            case 206 -> requireRange(answer, piece);
            case 200 -> requireWhole(answer, piece);
            case 429, 503 -> throw new MoveFailure(Kind.BUSY, "answered " + Words.ofStatus(status), retryAfter(answer));
            case 416 -> throw new MoveFailure(Kind.WRONG, "has a shorter file than the catalogue says");
            default -> throw new MoveFailure(kindOf(status), "answered " + Words.ofStatus(status));
        }
        String encoding = answer.header("Content-Encoding", "identity");
        if (!"identity".equalsIgnoreCase(encoding))
            throw new MoveFailure(Kind.WRONG, "sent the file encoded, though asked not to");
    }

    /// What the file is called in this state. Pieces of different states do not make a file.
    static Optional<String> version(Response answer, Optional<String> earlier) throws MoveFailure {
        Optional<String> now = Optional.ofNullable(answer.header("ETag"));
        if (earlier.isPresent() && now.isPresent() && !earlier.equals(now))
            throw new MoveFailure(Kind.WRONG, "changed the file while it was read");
        return now.or(() -> earlier);
    }

    private static Kind kindOf(int status) {
        if (status >= 500) return Kind.ERROR;
        return status >= 400 ? Kind.REFUSED : Kind.WRONG;
    }

    private static void requireRange(Response answer, Piece piece) throws MoveFailure {
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range", ""));
        if (!range.matches()) throw new MoveFailure(Kind.WRONG, "sent a part without saying which");
        if (!range.group(3).equals("*")) requireSize(Long.parseLong(range.group(3)), piece);
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2)) + 1;
        if (from != piece.from() || to != piece.to())
            throw new MoveFailure(
                    Kind.WRONG,
                    "sent bytes %d to %d instead of %d to %d".formatted(from, to - 1, piece.from(), piece.to() - 1));
        requireLength(answer, piece.length());
    }

    private static void requireWhole(Response answer, Piece piece) throws MoveFailure {
        if (piece.from() > 0) throw new MoveFailure(Kind.NO_PARTS, "cannot send a part of a file");
        long length = answer.body().contentLength();
        if (length >= 0) requireSize(length, piece);
    }

    private static void requireSize(long size, Piece piece) throws MoveFailure {
        if (size != piece.of())
            throw new MoveFailure(Kind.WRONG, "has %d bytes, the catalogue says %d".formatted(size, piece.of()));
    }

    private static void requireLength(Response answer, long expected) throws MoveFailure {
        long length = answer.body().contentLength();
        if (length >= 0 && length != expected)
            throw new MoveFailure(Kind.WRONG, "announced %d bytes instead of %d".formatted(length, expected));
    }

    /// Seconds, or a date: both are in use.
    private static Optional<Duration> retryAfter(Response answer) {
        @Nullable String value = answer.header("Retry-After");
        if (value == null) return Optional.empty();
        try {
            if (value.strip().matches("\\d{1,9}"))
                return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
            Instant until = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Instant now =
                    Optional.ofNullable(answer.headers().getInstant("Date")).orElseGet(Instant::now);
            Duration wait = Duration.between(now, until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
