package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.Login.LoggedIn;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import org.lakeside.server.lake.identity.Login.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The identity on one instance: a token, and while this process lives the password that renews it. However many calls
/// find the token ended, one renewal serves them all. A password that was refused is not tried again: some servers lock
/// an account after a few wrong ones.
final class Session implements TokenSource {
    /// A call may take a while, and its token must be good to its end; tokens of short life have less to spare.
    static final Duration RENEW_BEFORE = Duration.ofMinutes(5);

    private static final int PART_TO_SPARE = 4;

    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("d MMMM, HH:mm", Locale.ENGLISH);

    private final Instance instance;
    private final LoginDesk desk;
    private final KeptTokens kept;
    private final Clock clock;
    private final Consumer<Login> whenChanged;

    // Guarded by `this`, which is never held while Rucio is asked.
    private Optional<RucioToken> token = Optional.empty();
    private Optional<Password> password = Optional.empty();
    private Optional<CompletableFuture<RucioToken>> renewal = Optional.empty();
    private Duration renewBefore = RENEW_BEFORE;
    private boolean looked;
    private Optional<RucioToken> refused = Optional.empty();
    private boolean passwordRefused;

    /// Held while the kept token is written or deleted, and never together with `this` for longer than a look.
    private final Object keeping = new Object();

    Session(Instance instance, LoginDesk desk, KeptTokens kept, Clock clock, Consumer<Login> whenChanged) {
        this.instance = instance;
        this.desk = desk;
        this.kept = kept;
        this.clock = clock;
        this.whenChanged = whenChanged;
    }

    private record Password(UserPassword credentials, String account) {}

    Login logIn(UserPassword credentials, Optional<String> account) {
        Secrets.remember(credentials.password());
        var fresh = desk.login(instance, credentials, account.or(instance::account));
        synchronized (this) {
            take(fresh, credentials);
        }
        tell();
        log.info(
                "{}: logged in as {} of account {}, until {}",
                instance.name(),
                fresh.identity(),
                fresh.account(),
                fresh.expires());
        return login();
    }

    Login logOut() {
        synchronized (this) {
            looked = true;
            token = Optional.empty();
            password = Optional.empty();
            renewal = Optional.empty();
            refused = Optional.empty();
            passwordRefused = false;
        }
        log.info("{}: logged out", instance.name());
        return tell();
    }

    synchronized Login login() {
        return known().filter(one -> password.isPresent() || isUsable(one))
                .<Login>map(one -> new LoggedIn(
                        one.account(),
                        one.identity(),
                        one.expires(),
                        password.isPresent() ? Source.PASSWORD : Source.KEPT_TOKEN))
                .orElseGet(LoggedOut::new);
    }

    @Override
    public RucioToken token() {
        RucioToken current;
        synchronized (this) {
            current = known().orElseThrow(this::notLoggedIn);
            if (password.isEmpty() && !isUsable(current)) throw expired(current);
            if (password.isEmpty() || !endsSoon(current)) return current;
        }
        if (!isGood(current)) return replacementOf(current);
        try {
            return replacementOf(current);
        } catch (LakeException e) {
            log.warn("{}: could not renew the login yet: {}", instance.name(), e.getMessage());
            return current; // good for some minutes still
        }
    }

    @Override
    public RucioToken renewed(RucioToken byRucio) {
        synchronized (this) {
            refused = Optional.of(byRucio);
        }
        return replacementOf(byRucio);
    }

    private RucioToken replacementOf(RucioToken ending) {
        while (true) {
            CompletableFuture<RucioToken> mine = new CompletableFuture<>();
            Optional<CompletableFuture<RucioToken>> others;
            Password with;
            synchronized (this) {
                var current = known().orElseThrow(this::notLoggedIn);
                if (!current.value().equals(ending.value())) return current;
                with = password.orElseThrow(() -> expired(current));
                others = renewal;
                if (others.isEmpty()) renewal = Optional.of(mine);
            }
            if (others.isEmpty()) return renew(with, mine);
            var joined = join(others.get());
            if (joined.isPresent()) return joined.get();
        }
    }

    void renewIfItEndsSoon() {
        Optional<RucioToken> ending;
        synchronized (this) {
            ending = password.isPresent() ? token.filter(this::endsSoon) : Optional.empty();
        }
        try {
            ending.ifPresent(this::replacementOf);
        } catch (LakeException e) {
            log.warn("{}: could not renew the login yet: {}", instance.name(), e.getMessage());
        }
    }

    private RucioToken renew(Password with, CompletableFuture<RucioToken> promise) {
        try {
            var current = renew(with);
            over(promise);
            promise.complete(current);
            return current;
        } catch (RuntimeException e) {
            over(promise);
            promise.completeExceptionally(e);
            throw e;
        }
    }

    /// The token to go on with: the new one, unless somebody logged out, or logged in as another, while we were asking.
    private RucioToken renew(Password with) {
        RucioToken fresh;
        try {
            fresh = desk.login(instance, with.credentials(), Optional.of(with.account()));
        } catch (LakeException e) {
            if (e.problem().kind() != Kind.WRONG_CREDENTIALS) throw e;
            throw passwordRefused(with, e);
        }
        synchronized (this) {
            if (!isStillWanted(with)) return known().orElseThrow(this::notLoggedIn);
            take(fresh, with.credentials());
        }
        log.info("{}: login of {} renewed until {}", instance.name(), fresh.identity(), fresh.expires());
        tell();
        return fresh;
    }

    private LakeException passwordRefused(Password with, LakeException refusal) {
        LakeException ended;
        synchronized (this) {
            if (!isStillWanted(with)) return refusal;
            password = Optional.empty();
            passwordRefused = true;
            ended = expired(known().orElseThrow(this::notLoggedIn));
        }
        log.warn("{}: the password is no longer accepted; it is forgotten", instance.name());
        tell();
        return ended;
    }

    private synchronized void over(CompletableFuture<RucioToken> promise) {
        if (renewal.filter(promise::equals).isPresent()) renewal = Optional.empty();
    }

    /// What the renewal of another call came to; empty when that call was given up by whoever made it.
    private static Optional<RucioToken> join(CompletableFuture<RucioToken> promise) {
        try {
            return Optional.of(promise.join());
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CancellationException) return Optional.empty();
            if (e.getCause() instanceof LakeException told) throw new LakeException(told.problem(), told);
            throw e;
        }
    }

    private boolean isStillWanted(Password with) {
        return password.filter(with::equals).isPresent();
    }

    private void take(RucioToken fresh, UserPassword credentials) {
        Secrets.remember(fresh.value());
        Secrets.remember(credentials.password());
        looked = true;
        refused = Optional.empty();
        passwordRefused = false;
        var life = Duration.between(clock.instant(), fresh.expires());
        renewBefore = Collections.min(List.of(RENEW_BEFORE, life.dividedBy(PART_TO_SPARE)));
        token = Optional.of(fresh);
        password = Optional.of(new Password(credentials, fresh.account()));
    }

    /// Brings what is kept, and who listens, up to date. However many do so at a time, the last finds the latest.
    private Login tell() {
        synchronized (keeping) {
            Optional<RucioToken> now;
            synchronized (this) {
                now = token;
            }
            now.ifPresentOrElse(one -> kept.keep(instance, one), () -> kept.forget(instance));
        }
        var login = login();
        whenChanged.accept(login);
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
        return new LakeException(new Problem(
                        Kind.NOT_LOGGED_IN,
                        "Nobody is logged in to %s here.".formatted(instance.label()),
                        "Log in, then try again.")
                .with(Problem.INSTANCE, instance.name()));
    }

    private LakeException expired(RucioToken ended) {
        var time = inWords(ended.expires());
        var words = isGood(ended)
                ? "%s no longer accepts your login, which was to last until %s".formatted(instance.label(), time)
                : "Your login to %s ended at %s".formatted(instance.label(), time);
        words += passwordRefused ? ", and it no longer takes the password of then." : ".";
        return new LakeException(new Problem(Kind.LOGIN_EXPIRED, words, "Log in again; nothing was lost.")
                .with(Problem.INSTANCE, instance.name()));
    }

    private String inWords(Instant time) {
        var then = ZonedDateTime.ofInstant(time, clock.getZone());
        var now = ZonedDateTime.ofInstant(clock.instant(), clock.getZone());
        return (then.toLocalDate().equals(now.toLocalDate()) ? TIME : DAY_AND_TIME).format(then);
    }
}
