package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.lakeside.auth.x509.Times;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What a person is told of a login that is not there, or no longer.
record SessionWords(Instance instance, Clock clock) {
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

    String inWords(Instant time) {
        return Times.inWords(time, clock);
    }
}
