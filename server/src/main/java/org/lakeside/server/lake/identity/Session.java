package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Login.LoggedIn;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import org.lakeside.server.lake.identity.Login.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The identity on one instance: a token, and while this process lives the means that renew it. However many calls
/// find the token ended, one renewal serves them all. What was refused is not shown again: some servers lock an account
/// after a few wrong passwords.
final class Session implements TokenSource {
    /// A call may take a while, and its token must be good to its end; tokens of short life have less to spare.
    static final Duration RENEW_BEFORE = Duration.ofMinutes(5);

    private static final int PART_TO_SPARE = 4;

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final Instance instance;
    private final SessionWords words;
    private final LoginDesk desk;
    private final KeptTokens kept;
    private final Clock clock;
    private final BiConsumer<Session, Login> whenChanged;
    private final Warnings warnings;
    private final Upkeep upkeep;

    // Guarded by `this`, which is never held while Rucio is asked.
    private Optional<RucioToken> token = Optional.empty();
    private Optional<Held> held = Optional.empty();
    private final SharedRenewal renewal = new SharedRenewal();
    private Duration renewBefore = RENEW_BEFORE;
    private boolean looked;
    /// Somebody logged out: nobody is logged in again without being asked to.
    private boolean left;
    private Optional<RucioToken> refused = Optional.empty();
    private Optional<Held> given = Optional.empty();
    private Instant taken = Instant.EPOCH;
    private Optional<BrowserWait> browser = Optional.empty();
    private Optional<Problem> browserFailure = Optional.empty();
    private Login told = new LoggedOut();

    /// Held while the kept token is written or deleted, and never together with `this` for longer than a look.
    private final Object keeping = new Object();

    Session(Instance instance, LoginDesk desk, KeptTokens kept, Clock clock, BiConsumer<Session, Login> whenChanged) {
        this.instance = instance;
        this.words = new SessionWords(instance, clock);
        this.warnings = new Warnings(words, clock);
        this.upkeep = new Upkeep(this, clock);
        this.desk = desk;
        this.kept = kept;
        this.clock = clock;
        this.whenChanged = whenChanged;
    }

    Instance instance() {
        return instance;
    }

    /// What goes on by the clock.
    Upkeep upkeep() {
        return upkeep;
    }

    /// What renews the token, and of which account.
    private record Held(Means means, String account) {}

    /// Logs in by these means, which are this session's from now on; or forgets them, if that does not work, or whoever
    /// wanted it has left.
    Login logIn(Means means, Optional<String> account) {
        return logIn(means, account, () -> !Thread.currentThread().isInterrupted())
                .orElseThrow(() -> new CancellationException("the login was given up"));
    }

    /// @param wanted looked at when Rucio has answered; without, all stays as it is
    private Optional<Login> logIn(Means means, Optional<String> account, BooleanSupplier wanted) {
        RucioToken fresh;
        try {
            fresh = means.logIn(desk, instance, account.or(instance::account), Optional.empty());
        } catch (RuntimeException e) {
            means.close();
            throw e;
        }
        Optional<Held> before;
        boolean taken;
        synchronized (this) {
            before = held;
            taken = wanted.getAsBoolean();
            if (taken) {
                take(fresh, means);
                upkeep.loggedIn();
            }
        }
        if (!taken) {
            means.close();
            return Optional.empty();
        }
        before.ifPresent(one -> one.means().close());
        log.info(
                "{}: logged in as {} of account {}, by {}, until {}",
                instance.name(),
                fresh.identity(),
                fresh.account(),
                means.source().word(),
                fresh.expires());
        return Optional.of(tell());
    }

    /// Logs in by means that were found; a person who is logged in, or did anything else meanwhile, is left alone.
    boolean logInUnlessSomebodyIs(Means means) {
        return isNobodys() && logIn(means, Optional.empty(), this::isNobodys).isPresent();
    }

    private synchronized boolean isNobodys() {
        return !left && held.isEmpty();
    }

    /// Whether it is time to look for what lies there: nobody is logged in, or only until a kept token ends. Not after
    /// a logout or a refusal: a person should hear of that first.
    synchronized boolean looksForMeans() {
        return held.isEmpty()
                && !left
                && given.isEmpty()
                && !upkeep.rests()
                && known().filter(one -> isUsable(one) && !endsSoon(one)).isEmpty();
    }

    Login logOut() {
        Optional<Held> before;
        synchronized (this) {
            before = held;
            looked = true;
            left = true;
            token = Optional.empty();
            held = Optional.empty();
            renewal.forget();
            refused = Optional.empty();
            given = Optional.empty();
            browser = Optional.empty();
            browserFailure = Optional.empty();
        }
        before.ifPresent(one -> one.means().close());
        desk.forget(instance);
        log.info("{}: logged out", instance.name());
        return tell();
    }

    /// Somebody has logged out, and nobody has logged in since.
    synchronized boolean isLeft() {
        return left;
    }

    synchronized Login login() {
        var means = held.map(Held::means);
        var aside = new Login.Aside(warning(), browser);
        return known().filter(one -> isUsable(one) || means.filter(this::goesOn).isPresent())
                .<Login>map(one -> new LoggedIn(
                        one.account(),
                        one.identity(),
                        one.expires(),
                        means.map(Means::source).orElse(Source.KEPT_TOKEN),
                        means.flatMap(Means::proxy),
                        means.flatMap(Means::token).map(BearerToken::expires),
                        means.map(Means::outlook).orElseGet(() -> Outlook.endsAt(one.expires())),
                        aside))
                .orElseGet(() -> new LoggedOut(aside));
    }

    private boolean goesOn(Means means) {
        return means.outlook()
                .until()
                .filter(end -> !clock.instant().isBefore(end))
                .isEmpty();
    }

    private Optional<Warning> warning() {
        if (browserFailure.isPresent()) return browserFailure.map(warnings::browserFailed);
        return known().flatMap(one -> held.isPresent()
                ? warnings.of(held.get().means(), one, taken, upkeep.failure())
                : isUsable(one)
                        ? warnings.ofKept(one)
                        : Optional.of(warnings.ended(expired(one).problem())));
    }

    /// A login in the browser begins, or is over.
    void waitsForBrowser(Optional<BrowserWait> wait, Optional<Problem> cameToNothing) {
        synchronized (this) {
            browser = wait;
            browserFailure = cameToNothing;
        }
        tellIfChanged();
    }

    synchronized Optional<Means> means() {
        return held.map(Held::means);
    }

    @Override
    public RucioToken token() {
        RucioToken current;
        synchronized (this) {
            current = known().orElseThrow(this::notLoggedIn);
            if (held.isEmpty() && !isUsable(current)) throw expired(current);
            if (held.isEmpty() || !endsSoon(current)) return current;
        }
        if (!isGood(current)) return replacementOf(current);
        upkeep.renewAside(); // good for some minutes still: nobody has to wait for an issuer that may hang
        return current;
    }

    @Override
    public RucioToken renewed(RucioToken byRucio) {
        synchronized (this) {
            refused = Optional.of(byRucio);
        }
        return replacementOf(byRucio);
    }

    /// What can renew the token now.
    ///
    /// @throws LakeException when nobody is logged in, or nothing can
    synchronized Means meansToRenew() {
        if (known().isEmpty()) throw notLoggedIn();
        return held.orElseThrow(words::nothingToRenewWith).means();
    }

    /// The token, once it is due to be renewed; empty while there is nothing to renew it with.
    synchronized Optional<RucioToken> tokenToRenew(boolean atOnce) {
        return token.filter(
                one -> held.isPresent() && (atOnce || new Life(taken, one.expires()).isDueAt(clock.instant())));
    }

    /// A token in place of one that ends, or that Rucio does not take.
    RucioToken replacementOf(RucioToken ending) {
        while (true) {
            Held with;
            synchronized (this) {
                var current = known().orElseThrow(this::notLoggedIn);
                if (!current.value().equals(ending.value())) return current;
                with = held.orElseThrow(() -> expired(current));
            }
            var came = renewal.run(() -> renew(with, ending));
            if (came.isPresent()) return came.get();
        }
    }

    /// The token to go on with: the new one, unless somebody logged out, or logged in as another, while we were asking.
    private RucioToken renew(Held with, RucioToken old) {
        synchronized (this) { // another renewal may have just ended
            var current = known().orElseThrow(this::notLoggedIn);
            if (!current.value().equals(old.value())) return current;
        }
        RucioToken fresh;
        try {
            fresh = with.means().logIn(desk, instance, Optional.of(with.account()), Optional.of(old));
        } catch (LakeException e) {
            if (e.problem().kind() != Kind.WRONG_CREDENTIALS || mayBeTakenLater(with, old)) throw e;
            throw refusedForGood(with, e);
        }
        synchronized (this) {
            if (!isStillWanted(with)) return known().orElseThrow(this::notLoggedIn);
            take(fresh, with.means());
        }
        log.info("{}: login of {} renewed until {}", instance.name(), fresh.identity(), fresh.expires());
        tell();
        return fresh;
    }

    /// A password is not shown again. Of all else Rucio says the same when only its provider is away for a moment.
    private synchronized boolean mayBeTakenLater(Held with, RucioToken old) {
        return with.means().source() != Source.PASSWORD && isUsable(old);
    }

    private LakeException refusedForGood(Held with, LakeException refusal) {
        LakeException ended;
        synchronized (this) {
            if (!isStillWanted(with)) return refusal;
            held = Optional.empty();
            given = Optional.of(with);
            ended = expired(known().orElseThrow(this::notLoggedIn));
        }
        with.means().close();
        log.warn(
                "{}: the {} is no longer accepted; it is forgotten",
                instance.name(),
                with.means().source().word());
        tell();
        return ended;
    }

    private boolean isStillWanted(Held with) {
        return held.filter(with::equals).isPresent();
    }

    private void take(RucioToken fresh, Means means) {
        Secrets.remember(fresh.value());
        looked = true;
        left = false;
        refused = Optional.empty();
        given = Optional.empty();
        browser = Optional.empty();
        browserFailure = Optional.empty();
        upkeep.hasToken();
        taken = clock.instant();
        renewBefore = Collections.min(
                List.of(RENEW_BEFORE, Duration.between(taken, fresh.expires()).dividedBy(PART_TO_SPARE)));
        token = Optional.of(fresh);
        var with = new Held(means, fresh.account());
        if (!isStillWanted(with)) held = Optional.of(with);
    }

    /// Brings what is kept, and who listens, up to date. However many do so at a time, the last finds the latest.
    Login tell() {
        synchronized (keeping) {
            Optional<RucioToken> now;
            synchronized (this) {
                now = token;
            }
            now.ifPresentOrElse(one -> kept.keep(instance, one), () -> kept.forget(instance));
        }
        return announced(login());
    }

    /// What the clock alone changes: warnings.
    void tellIfChanged() {
        var login = login();
        boolean changed;
        synchronized (this) {
            changed = !told.equals(login);
        }
        if (changed) announced(login);
    }

    private Login announced(Login login) {
        synchronized (this) {
            told = login;
        }
        whenChanged.accept(this, login);
        return login;
    }

    /// The token we have; looks once for one that an earlier process kept.
    private Optional<RucioToken> known() {
        if (!looked) {
            looked = true;
            token = kept.find(instance);
            token.ifPresent(one -> Secrets.remember(one.value()));
        }
        return token;
    }

    private boolean isGood(RucioToken one) {
        return clock.instant().isBefore(one.expires());
    }

    private boolean isUsable(RucioToken one) {
        return isGood(one)
                && refused.filter(other -> other.value().equals(one.value())).isEmpty();
    }

    private boolean endsSoon(RucioToken one) {
        return !clock.instant().isBefore(one.expires().minus(renewBefore));
    }

    private LakeException notLoggedIn() {
        return words.notLoggedIn();
    }

    private LakeException expired(RucioToken ended) {
        return words.expired(ended, given.map(one -> one.means().source()));
    }
}
