package org.lakeside.server.api;

import java.util.List;
import org.lakeside.server.lake.Problem;

/// What this service can do at the moment. Asked at each request, so it never waits.
public interface Standing {
    State now();

    sealed interface State {
        /// The settings cannot be used; everything that is wrong with them.
        record Misconfigured(List<Problem> problems) implements State {
            public Misconfigured {
                problems = List.copyOf(problems);
            }
        }

        /// This process owns the store and answers itself.
        record Owner(LazyParts parts) implements State {}

        /// Another process of this user on this host owns the store; requests go on to it.
        record Guest(Relay relay) implements State {}
    }

    /// The parts, connected at their first use: most services never need all of them.
    interface LazyParts {
        Parts get();
    }
}
