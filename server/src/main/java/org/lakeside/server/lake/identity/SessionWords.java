package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What a person is told of a login that is not there, or no longer.
record SessionWords(Instance instance, Clock clock) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("d MMMM, HH:mm", Locale.ENGLISH);

    LakeException notLoggedIn() {
        return new LakeException(new Problem(
                        Kind.NOT_LOGGED_IN,
                        "Nobody is logged in to %s here.".formatted(instance.label()),
                        "Log in, then try again.")
                .with(Problem.INSTANCE, instance.name()));
    }

    /// There is a token, and nothing that could get another.
    LakeException nothingToRenewWith() {
        return new LakeException(new Problem(
                        Kind.LOGIN_EXPIRED,
                        "Your login to %s is of an earlier run, and nothing here can renew it."
                                .formatted(instance.label()),
                        "Log in again.")
                .with(Problem.INSTANCE, instance.name()));
    }

    /// @param refused what Rucio no longer took, if it was that
    LakeException expired(RucioToken ended, Optional<Login.Source> refused) {
        var time = inWords(ended.expires());
        var words = clock.instant().isBefore(ended.expires())
                ? "%s no longer accepts your login, which was to last until %s".formatted(instance.label(), time)
                : "Your login to %s ended at %s".formatted(instance.label(), time);
        words += refused.map(one -> ", and it no longer takes the %s of then.".formatted(one.word()))
                .orElse(".");
        return new LakeException(new Problem(Kind.LOGIN_EXPIRED, words, "Log in again; nothing was lost.")
                .with(Problem.INSTANCE, instance.name()));
    }

    /// In the zone of this machine, with the day unless it is today.
    String inWords(Instant time) {
        var then = ZonedDateTime.ofInstant(time, clock.getZone());
        var now = ZonedDateTime.ofInstant(clock.instant(), clock.getZone());
        return (then.toLocalDate().equals(now.toLocalDate()) ? TIME : DAY_AND_TIME).format(then);
    }
}
