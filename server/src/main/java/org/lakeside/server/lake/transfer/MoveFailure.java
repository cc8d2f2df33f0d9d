package org.lakeside.server.lake.transfer;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/// A source did not deliver. The message says what came back, without address, query or secret.
public final class MoveFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /// What to think of the source.
    public enum Kind {
        /// The storage answers, but does not have this file, or does not give it to us.
        REFUSED,
        /// The storage asks to come back later.
        BUSY,
        /// No connection, or no answer.
        DOWN,
        /// It answers, with an error of its own.
        ERROR,
        /// It began to send and then nothing came any more, or far too little.
        STALLED,
        /// It ended before the end.
        CUT,
        /// It only sends whole files.
        NO_PARTS,
        /// It sent something other than what was asked for, or another file than before.
        WRONG
    }

    private final Kind kind;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<String> version;

    public MoveFailure(Kind kind, String what) {
        this(kind, what, Optional.empty());
    }

    public MoveFailure(Kind kind, String what, Optional<Duration> retryAfter) {
        super(what);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.version = Optional.empty();
    }

    public MoveFailure(Kind kind, String what, Throwable cause) {
        super(what, cause);
        this.kind = kind;
        this.retryAfter = Optional.empty();
        this.version = Optional.empty();
    }

    private MoveFailure(MoveFailure failure, Optional<String> version) {
        super(failure.getMessage(), failure);
        this.kind = failure.kind;
        this.retryAfter = failure.retryAfter;
        this.version = version;
    }

    /// The same, of a piece that came from this version as far as it came.
    public MoveFailure of(Optional<String> seen) {
        return new MoveFailure(this, seen);
    }

    /// What the source did, to follow its name in a sentence.
    public String what() {
        return String.valueOf(getMessage());
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public Optional<String> version() {
        return version;
    }
}
