package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.lakeside.rucio.client.RucioToken;
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
    /// Held while what lies there is tried.
    private final ReentrantLock looking = new ReentrantLock();

    private final ReentrantLock forStorages = new ReentrantLock();

    Upkeep(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /// Renews what is due.
    ///
    /// @param atOnce whatever is due or not: the clock has jumped, and with it what it says of ends
    void renewWhatIsDue(boolean atOnce) {
        if (atOnce) forgetRests();
        if (!restsWithMeans()) tried(meansRest, () -> renewMeans(atOnce));
        tried(loginRest, () -> renewToken(atOnce));
        session.tellIfChanged();
    }

    /// The token ends soon: renews it beside whoever needs it.
    void renewAside() {
        if (tokenToRenew(false).isEmpty() || !aside.compareAndSet(false, true)) return;
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

    /// A storage needs more than there is. Of many pieces that want it at a time one asks; an issuer that has just been
    /// found to be away is not asked by each.
    void renewForStorages() {
        forStorages.lock();
        try {
            if (!restsShortly()) tried(meansRest, () -> renewMeans(true));
        } finally {
            forStorages.unlock();
        }
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

    /// Looks for what lies there, when nobody does so any more.
    void look(Runnable look) {
        looking.lock();
        try {
            look.run();
        } finally {
            looking.unlock();
        }
    }

    /// The same, unless somebody does so already.
    void lookUnlessSomebodyDoes(Runnable look) {
        if (!looking.tryLock()) return;
        try {
            look.run();
        } finally {
            looking.unlock();
        }
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
        tokenToRenew(atOnce).ifPresent(session::replacementOf);
    }

    private Optional<RucioToken> tokenToRenew(boolean atOnce) {
        return session.tokenToRenew(atOnce).filter(one -> !rests(loginRest, one.expires()));
    }

    private void renewMeans(boolean atOnce) {
        var ending = session.means()
                .filter(one -> atOnce
                        || one.isReplaced()
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

    private boolean restsWithMeans() {
        var life = session.means().flatMap(Means::life);
        return life.isPresent() && rests(meansRest, life.get().ends());
    }

    private synchronized boolean rests(Backoff one, Instant ends) {
        return one.restsAt(clock.instant(), ends);
    }

    private synchronized boolean restsShortly() {
        return meansRest.restsShortlyAt(clock.instant());
    }

    private synchronized void rest(Backoff one) {
        one.failed(clock.instant());
    }

    private synchronized void forgetRests() {
        loginRest.forget();
        meansRest.forget();
    }
}
