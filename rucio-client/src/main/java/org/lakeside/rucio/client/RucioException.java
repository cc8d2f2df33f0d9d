package org.lakeside.rucio.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rucio did not do what it was asked. The [#kind] says what a caller can do about it; the message says what was
/// tried, on what, and what came back, and holds no secret.
///
/// A call whose thread was interrupted, or whose stream was closed by another thread, ends in a
/// [java.util.concurrent.CancellationException] instead: that is nobody's failure.
public final class RucioException extends RuntimeException {
    /// What a caller can do about it.
    public enum Kind {
        NOT_FOUND,
        /// Wrong credentials at a login; elsewhere a token that ended and could not be renewed.
        NOT_AUTHENTICATED,
        NOT_PERMITTED,
        /// The user name belongs to several accounts: [#accounts]. The password has not been looked at yet.
        CHOOSE_ACCOUNT,
        BAD_REQUEST,
        CONFLICT,
        OVER_QUOTA,
        /// No answer, or the answer "not now": [#retryAfter].
        UNAVAILABLE,
        /// Something answered, but not the way Rucio does: a login page, another server, garbage.
        NOT_RUCIO,
        /// A list that ended before its end. What came before is good, what is missing is unknown.
        CUT,
        /// One answer, which Rucio does not give in parts, is longer than what is read of one.
        TOO_LARGE,
        UNFORESEEN
    }

    private final Kind kind;
    private final int status;
    private final String exceptionClass;
    private final String said;
    private final @Nullable Duration retryAfter;
    private final List<String> accounts;

    RucioException(Kind kind, String message) {
        this(kind, message, Answer.NONE, null);
    }

    RucioException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, Answer.NONE, cause);
    }

    RucioException(Kind kind, String message, Answer answer, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = answer.status();
        this.exceptionClass = answer.exceptionClass();
        this.said = answer.said();
        this.retryAfter = answer.retryAfter().orElse(null);
        this.accounts = answer.accounts();
    }

    public Kind kind() {
        return kind;
    }

    /// The HTTP status, 0 without an answer.
    public int status() {
        return status;
    }

    /// Rucio's name for it, such as `DataIdentifierNotFound`; empty text when it gave none.
    public String exceptionClass() {
        return exceptionClass;
    }

    /// Rucio's own words; empty text when there were none.
    public String said() {
        return said;
    }

    /// How long Rucio asked us to stay away.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /// The accounts to choose from, with [Kind#CHOOSE_ACCOUNT].
    public List<String> accounts() {
        return accounts;
    }

    /// Whether the same call, made again, may do better. A time-out may too, but who waited that long wants to know.
    boolean repeatable() {
        return (kind == Kind.UNAVAILABLE || kind == Kind.CUT)
                && !NoAnswer.isTimeout(getCause())
                && !NoAnswer.isAboutTrust(getCause());
    }

    RucioException afterTries(int tries, Duration spent) {
        return tries == 1 ? this : withHint(" (tried %d times in %.1f s)".formatted(tries, spent.toMillis() / 1000.0));
    }

    /// The same with more words.
    RucioException withHint(String hint) {
        Answer answer = new Answer(status, exceptionClass, said, retryAfter(), accounts);
        return new RucioException(kind, getMessage() + hint, answer, getCause());
    }

    /// What there was of an answer.
    record Answer(
            int status, String exceptionClass, String said, Optional<Duration> retryAfter, List<String> accounts) {
        static final Answer NONE = new Answer(0, "", "", Optional.empty(), List.of());

        Answer {
            accounts = List.copyOf(accounts);
        }
    }
}
