package org.lakeside.server.renewal;

import java.time.Duration;
import org.lakeside.server.lake.identity.Identities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews logins before they end, so that no call finds one ended.
public final class LoginTimer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LoginTimer.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Thread thread;

    private LoginTimer(Identities identities) {
        this.thread = Thread.ofVirtual().name("login-timer").unstarted(() -> run(identities));
    }

    public static LoginTimer start(Identities identities) {
        var timer = new LoginTimer(identities);
        timer.thread.start();
        return timer;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static void run(Identities identities) {
        try {
            while (true) {
                Thread.sleep(EVERY);
                try {
                    identities.renewWhatEndsSoon();
                } catch (RuntimeException e) {
                    log.warn("logins could not be renewed now; trying again in {} s", EVERY.toSeconds(), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
