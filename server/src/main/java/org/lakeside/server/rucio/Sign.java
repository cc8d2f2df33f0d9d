package org.lakeside.server.rucio;

import java.io.InterruptedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.RucioException;

/// What a failed call says of its instance.
enum Sign {
    /// It is there: it refused this one thing.
    ANSWER,
    /// Perhaps it was only this question that took long, or a list that broke off.
    DOUBT,
    /// It cannot answer anybody now.
    REFUSAL,
    /// There is nobody.
    SILENCE;

    static Sign of(RucioException failure) {
        return switch (failure.kind()) {
            case UNAVAILABLE -> ofUnavailable(failure);
            case CUT -> DOUBT;
            default -> ANSWER;
        };
    }

    private static Sign ofUnavailable(RucioException failure) {
        return switch (failure.status()) {
            case 0 -> isLate(failure) ? DOUBT : SILENCE;
            case 504 -> DOUBT; // a web server in front of Rucio has waited for this answer
            default -> isAboutAll(failure) ? REFUSAL : ANSWER;
        };
    }

    /// A 503 with a class of Rucio's is about one thing, such as an RSE that cannot be written to; not so when its
    /// database has no connection left.
    private static boolean isAboutAll(RucioException failure) {
        return failure.exceptionClass().isEmpty()
                || failure.exceptionClass().equals("DatabaseException")
                || failure.retryAfter().isPresent();
    }

    /// Whether there was a connection, and then no answer in time.
    static boolean isLate(RucioException failure) {
        return failure.getCause() instanceof InterruptedIOException late && !isAboutConnecting(late);
    }

    static boolean isAboutConnecting(InterruptedIOException late) {
        @Nullable String message = late.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains("connect");
    }
}
