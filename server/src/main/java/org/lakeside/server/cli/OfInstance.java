package org.lakeside.server.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What every command takes that is about one instance and nothing in it, and how it begins and ends.
final class OfInstance {
    @Mixin
    Shared shared = new Shared();

    @Parameters(arity = "0..1", paramLabel = "INSTANCE", description = "the same as --instance")
    Optional<String> named = Optional.empty();

    /// What the command does there.
    interface Work {
        ExitCode at(Session session, Session.Chosen instance);
    }

    int run(Surroundings around, Work work) {
        try (Session session = Session.open(around)) {
            return work.at(session, session.instance(named.or(() -> shared.instance)))
                    .number();
        }
    }

    boolean json() {
        return shared.json;
    }
}
