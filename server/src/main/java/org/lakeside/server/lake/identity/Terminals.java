package org.lakeside.server.lake.identity;

import java.nio.file.Path;
import java.util.Optional;

/// What lies where kernels and terminals are told that theirs is, and is not from this service.
public interface Terminals {
    /// Looks nowhere.
    Terminals NONE = new Terminals() {
        @Override
        public Optional<Path> proxy() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> token() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> leftProxy(String instance) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> leftToken(String instance) {
            return Optional.empty();
        }
    };

    /// One that somebody has made there, in a terminal of any of this user's Jupyter servers.
    Optional<Path> proxy();

    /// The same for tokens.
    Optional<Path> token();

    /// One of an instance that a service before this one has left there: it was killed, or its files were followed.
    Optional<Path> leftProxy(String instance);

    /// The same for tokens.
    Optional<Path> leftToken(String instance);
}
