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
/// find the token ended, one renewal serves them all.
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
    private boolean refusedForGood;

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
        take(fresh, credentials);
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
            refusedForGood = false;
        }
        kept.forget(instance);
        log.info("{}: logged out", instance.name());
        var login = login();
        whenChanged.accept(login);
        return login;
    }

    synchronized Login login() {
        return known().filter(one -> password.isPresent() || (isGood(one) && !refusedForGood))
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
            if (!endsSoon(current) || (password.isEmpty() && isGood(current))) return current;
        }
        if (!isGood(current)) return renewed(current);
        try {
            return renewed(current);
        } catch (LakeException e) {
            log.warn("{}: could not renew the login yet: {}", instance.name(), e.getMessage());
            return current; // good for some minutes still
        }
    }

    @Override
    public RucioToken renewed(RucioToken refused) {
        while (true) {
            CompletableFuture<RucioToken> mine = new CompletableFuture<>();
            Optional<CompletableFuture<RucioToken>> others;
            Password with;
            synchronized (this) {
                var current = known().orElseThrow(this::notLoggedIn);
                if (!current.value().equals(refused.value())) return current;
                refusedForGood = password.isEmpty();
                with = password.orElseThrow(() -> expired(refused));
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
            ending.ifPresent(this::renewed);
        } catch (LakeException e) {
            log.warn("{}: could not renew the login yet: {}", instance.name(), e.getMessage());
        }
    }

    private RucioToken renew(Password with, CompletableFuture<RucioToken> promise) {
        try {
            var fresh = desk.login(instance, with.credentials(), Optional.of(with.account()));
            if (isStillWanted(with)) take(fresh, with.credentials());
            log.info("{}: login of {} renewed until {}", instance.name(), fresh.identity(), fresh.expires());
            over(promise);
            promise.complete(fresh);
            return fresh;
        } catch (RuntimeException e) {
            over(promise);
            promise.completeExceptionally(e);
            throw e;
        }
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

    /// Nobody logged out, or logged in as another, while we were asking.
    private synchronized boolean isStillWanted(Password with) {
        return password.filter(with::equals).isPresent();
    }

    private void take(RucioToken fresh, UserPassword credentials) {
        Secrets.remember(fresh.value());
        synchronized (this) {
            looked = true;
            refusedForGood = false;
            var life = Duration.between(clock.instant(), fresh.expires());
            renewBefore = Collections.min(List.of(RENEW_BEFORE, life.dividedBy(PART_TO_SPARE)));
            token = Optional.of(fresh);
            password = Optional.of(new Password(credentials, fresh.account()));
        }
        kept.keep(instance, fresh);
        whenChanged.accept(login());
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

    private LakeException expired(RucioToken refused) {
        var words = isGood(refused)
                ? "%s no longer accepts your login, which was to last until %s."
                        .formatted(instance.label(), inWords(refused.expires()))
                : "Your login to %s ended at %s.".formatted(instance.label(), inWords(refused.expires()));
        return new LakeException(new Problem(Kind.LOGIN_EXPIRED, words, "Log in again; nothing was lost.")
                .with(Problem.INSTANCE, instance.name()));
    }

    private String inWords(Instant time) {
        var then = ZonedDateTime.ofInstant(time, clock.getZone());
        var now = ZonedDateTime.ofInstant(clock.instant(), clock.getZone());
        return (then.toLocalDate().equals(now.toLocalDate()) ? TIME : DAY_AND_TIME).format(then);
    }
}
