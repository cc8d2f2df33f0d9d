package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.identity.Warning.Action;
import org.lakeside.server.lake.identity.Warning.Kind;

/// When a person has to be told that a login will not go on by itself.
record Warnings(SessionWords words, Clock clock) {
    private static final Duration BEFORE_A_CERTIFICATE_ENDS = Duration.ofDays(14);
    private static final Duration RUCIO_GIVES = Duration.ofHours(1);

    /// Of a login that has means to go on.
    ///
    /// @param had since when there is the token
    /// @param failure why the last renewal failed, if it did
    Optional<Warning> of(Means means, RucioToken token, Instant had, Optional<Problem> failure) {
        var now = clock.instant();
        var ofToken = new Life(had, token.expires());
        var outlook = means.outlook();
        if (outlook.until().filter(end -> !now.isBefore(end)).isPresent())
            return Optional.of(new Warning(
                    Kind.ENDED,
                    "The %s has ended at %s."
                            .formatted(means, words.inWords(outlook.until().get())),
                    "Put a new one there, or log in in another way.",
                    Action.LOG_IN));
        if (outlook.until().isPresent() && !outlook.renews() && endsSoon(means, now))
            return Optional.of(new Warning(
                    Kind.ENDS_SOON,
                    "The %s ends at %s, and this service cannot make a new one."
                            .formatted(means, words.inWords(outlook.until().get())),
                    "Put a new one there, or log in in another way.",
                    Action.LOG_IN));
        if (failure.isPresent() && (ofToken.endsSoonAt(now) || endsSoon(means, now)))
            return failure.map(why -> new Warning(
                    Kind.NOT_RENEWED,
                    "Your login could not be renewed yet, and lasts until %s. %s"
                            .formatted(words.inWords(first(means, token)), why.detail()),
                    why.remedy(),
                    Action.RENEW));
        if (outlook.until().isEmpty()) return Optional.empty();
        var end = outlook.until().get();
        if (means.source() == Login.Source.CERTIFICATE && !now.isBefore(end.minus(BEFORE_A_CERTIFICATE_ENDS)))
            return Optional.of(new Warning(
                    Kind.CERTIFICATE_ENDS,
                    "Your certificate ends at %s.".formatted(words.inWords(end)),
                    "Ask its authority for a new one, and log in with that.",
                    Action.NONE));
        return Optional.empty();
    }

    /// Of a token that nothing here can renew.
    Optional<Warning> ofKept(RucioToken token) {
        if (!new Life(token.expires().minus(RUCIO_GIVES), token.expires()).endsSoonAt(clock.instant()))
            return Optional.empty();
        return Optional.of(new Warning(
                Kind.ENDS_SOON,
                "Your login ends at %s; it is of an earlier run, and nothing here can renew it."
                        .formatted(words.inWords(token.expires())),
                "Log in again.",
                Action.LOG_IN));
    }

    Warning ended(Problem why) {
        return new Warning(Kind.ENDED, why.detail(), why.remedy(), Action.LOG_IN);
    }

    Warning browserFailed(Problem why) {
        return new Warning(Kind.BROWSER_FAILED, why.detail(), why.remedy(), Action.LOG_IN);
    }

    private static boolean endsSoon(Means means, Instant now) {
        return means.life().filter(life -> life.endsSoonAt(now)).isPresent();
    }

    private static Instant first(Means means, RucioToken token) {
        return means.life().map(Life::ends).filter(token.expires()::isAfter).orElse(token.expires());
    }
}
