package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews what a session has, by the clock or because somebody wants it: first what storages are shown, then Rucio's
/// token. An issuer that is away is left in peace for a while.
final class Upkeep {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

    private final Session session;
    private final Clock clock;

    // Guarded by `this`.
    private final Backoff loginRest = new Backoff();
    private final Backoff meansRest = new Backoff();
    private Optional<Problem> meansFailure = Optional.empty();
    private Optional<Problem> loginFailure = Optional.empty();
    private Instant looked = Instant.EPOCH;
    private boolean inRound;
    private boolean jumpedSince;

    private final AtomicBoolean aside = new AtomicBoolean();

    Upkeep(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /// Renews what is due.
    ///
    /// @param atOnce whatever is due or not: the clock has jumped, and with it what it says of ends
    void renewWhatIsDue(boolean atOnce) {
        if (atOnce) forgetRests();
        tried(meansRest, () -> renewMeans(atOnce));
        tried(loginRest, () -> renewToken(atOnce));
        session.tellIfChanged();
    }

    /// The token ends soon: renews it beside whoever needs it.
    void renewAside() {
        if (rests(loginRest) || !aside.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("renewal").start(() -> {
            try {
                tried(loginRest, () -> renewToken(false));
                session.tellIfChanged();
            } finally {
                aside.set(false);
            }
        });
    }

    /// Whether a round of [#renewWhatIsDue] can begin; not as long as the last one goes on.
    ///
    /// @param jumped the clock has; kept for the round that can begin
    synchronized Optional<Boolean> beginsRound(boolean jumped) {
        jumpedSince |= jumped;
        if (inRound) return Optional.empty();
        inRound = true;
        var has = jumpedSince;
        jumpedSince = false;
        return Optional.of(has);
    }

    synchronized void endsRound() {
        inRound = false;
    }

    /// A storage needs more than there is.
    void renewForStorages() {
        tried(meansRest, () -> renewMeans(true));
    }

    /// A person wants it renewed now.
    ///
    /// @throws LakeException why it cannot be; what is still good stays
    Login renewNow() {
        var means = session.meansToRenew();
        forgetRests();
        try {
            means.renew();
            session.tokenToRenew(true).ifPresent(session::replacementOf);
        } catch (LakeException e) {
            failed(meansRest, e);
            session.tellIfChanged();
            throw e;
        }
        worked();
        return session.tell();
    }

    /// Why the last renewal failed, if it did.
    synchronized Optional<Problem> failure() {
        return meansFailure.or(() -> loginFailure);
    }

    /// Somebody has logged in anew.
    synchronized void loggedIn() {
        meansFailure = Optional.empty();
        meansRest.forget();
        hasToken();
    }

    /// There is a new token.
    synchronized void hasToken() {
        loginFailure = Optional.empty();
        loginRest.forget();
    }

    /// There is nothing to log in with; it is looked for again after a while.
    ///
    /// @param refused there was something, and it did not work
    synchronized void foundNothing(boolean refused) {
        if (refused) meansRest.failed(clock.instant());
        looked = clock.instant();
    }

    synchronized boolean rests() {
        var now = clock.instant();
        boolean justLooked = !now.isBefore(looked) && now.isBefore(looked.plus(LOOK_AGAIN));
        return justLooked || meansRest.restsAt(now);
    }

    private void renewToken(boolean atOnce) {
        if (!rests(loginRest)) session.tokenToRenew(atOnce).ifPresent(session::replacementOf);
    }

    private void renewMeans(boolean atOnce) {
        if (rests(meansRest)) return;
        var ending = session.means()
                .filter(one -> atOnce
                        || one.life()
                                .filter(life -> life.isDueAt(clock.instant()))
                                .isPresent());
        if (ending.isEmpty()) return;
        ending.get().renew();
        worked();
        session.tell();
    }

    /// What fails is not a person's concern before it matters.
    private void tried(Backoff rest, Runnable renewal) {
        try {
            renewal.run();
        } catch (LakeException e) {
            rest(rest);
            failed(rest, e);
            log.warn("{}: could not renew the login yet: {}", session.instance().name(), e.getMessage());
        } catch (CancellationException e) {
            log.info("{}: a renewal was given up", session.instance().name());
        } catch (RuntimeException e) {
            rest(rest);
            log.error(
                    "{}: a renewal failed in a way we did not foresee",
                    session.instance().name(),
                    e);
        }
    }

    private synchronized void failed(Backoff of, LakeException e) {
        if (of == loginRest) loginFailure = Optional.of(e.problem());
        else meansFailure = Optional.of(e.problem());
    }

    private synchronized void worked() {
        meansFailure = Optional.empty();
        meansRest.forget();
    }

    private synchronized boolean rests(Backoff one) {
        return one.restsAt(clock.instant());
    }

    private synchronized void rest(Backoff one) {
        one.failed(clock.instant());
    }

    private synchronized void forgetRests() {
        loginRest.forget();
        meansRest.forget();
    }
}
