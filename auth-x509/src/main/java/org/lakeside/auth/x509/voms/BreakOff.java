package org.lakeside.auth.x509.voms;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Breaks off a request from outside, by closing what it waits for.
final class BreakOff {
    private @Nullable Closeable waitingFor;
    private boolean done;

    /// From now on this is what is waited for.
    synchronized void by(Closeable closing) throws IOException {
        if (done) {
            closing.close();
            throw new IOException("broken off");
        }
        waitingFor = closing;
    }

    synchronized boolean isDone() {
        return done;
    }

    synchronized void now() {
        done = true;
        try {
            if (waitingFor != null) waitingFor.close();
        } catch (IOException e) {
            return; // closed is closed
        }
    }
}
