package org.lakeside.server.lake;

import java.time.Instant;

/// How an instance has answered lately, as far as is known without asking it.
public sealed interface Reach {
    /// Nothing speaks against it.
    record Well() implements Reach {}

    /// It answers, but takes its time.
    record Slow(Instant since, String words) implements Reach {}

    /// It does not answer at all.
    ///
    /// @param next when it is asked whether it is back
    record Silent(Instant since, Instant next, String words) implements Reach {}

    /// It answers that it cannot answer now.
    ///
    /// @param next when it may be asked again
    record Refusing(Instant since, Instant next, String words) implements Reach {}
}
