package org.lakeside.server.lake.identity;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.lakeside.rucio.client.OidcLogin;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for people who log in with a browser, one for each instance: who begins again gives up the one before.
final class BrowserWaits implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrowserWaits.class);

    private final LoginDesk desk;
    private final Duration askEvery;
    private final Map<String, Thread> waiting = new ConcurrentHashMap<>();

    BrowserWaits(LoginDesk desk, Duration askEvery) {
        this.desk = desk;
        this.askEvery = askEvery;
    }

    /// @param failed why it came to nothing; not when it was given up
    void await(
            Instance instance,
            OidcLogin login,
            Optional<String> account,
            Consumer<RucioToken> then,
            Consumer<Problem> failed) {
        var thread =
                Thread.ofVirtual().name("browser-login").unstarted(() -> ask(instance, login, account, then, failed));
        var before = waiting.put(instance.name(), thread);
        if (before != null) before.interrupt();
        thread.start();
    }

    void giveUp(Instance instance) {
        var thread = waiting.remove(instance.name());
        if (thread != null) thread.interrupt();
    }

    private void ask(
            Instance instance,
            OidcLogin login,
            Optional<String> account,
            Consumer<RucioToken> then,
            Consumer<Problem> failed) {
        long until = System.nanoTime() + OidcLogin.LIFE.toNanos();
        try {
            while (System.nanoTime() < until) {
                Thread.sleep(askEvery);
                var token = fetched(instance, login, account);
                if (token.isPresent()) {
                    then.accept(token.get());
                    return;
                }
            }
            log.info("{}: nobody has logged in with the browser", instance.name());
            failed.accept(new Problem(
                    Problem.Kind.NOT_LOGGED_IN,
                    "Nobody has logged in to %s with the browser within %d minutes."
                            .formatted(instance.label(), OidcLogin.LIFE.toMinutes()),
                    "Begin the login again."));
        } catch (InterruptedException | CancellationException e) {
            Thread.currentThread().interrupt();
        } catch (LakeException e) {
            log.warn("{}: the login in the browser came to nothing: {}", instance.name(), e.getMessage());
            failed.accept(e.problem());
        } catch (RuntimeException e) {
            log.error("{}: the login in the browser failed in a way we did not foresee", instance.name(), e);
            failed.accept(new Problem(
                    Problem.Kind.UNFORESEEN,
                    "The login in the browser failed in a way we did not foresee.",
                    "Begin it again; the log says more."));
        } finally {
            waiting.remove(instance.name(), Thread.currentThread());
        }
    }

    /// A Rucio that is away for a moment has nothing against the person, who may be typing their password meanwhile.
    private Optional<RucioToken> fetched(Instance instance, OidcLogin login, Optional<String> account) {
        try {
            return desk.fetch(instance, login, account);
        } catch (LakeException e) {
            if (e.problem().kind() != Problem.Kind.RUCIO_UNAVAILABLE) throw e;
            log.info("{}: the login in the browser is still waited for: {}", instance.name(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        waiting.values().forEach(Thread::interrupt);
    }
}
