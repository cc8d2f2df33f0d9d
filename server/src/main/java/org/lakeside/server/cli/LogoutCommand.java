package org.lakeside.server.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lakeside logout [INSTANCE]`
@Command(
        name = "logout",
        description = {
            "Logs out of a Rucio, here and in Jupyter.",
            "Token, proxy and passphrase are forgotten, and the files for kernels removed."
        })
final class LogoutCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    Shared shared = new Shared();

    @Parameters(arity = "0..1", paramLabel = "INSTANCE", description = "the same as --instance")
    Optional<String> named = Optional.empty();

    LogoutCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(around)) {
            Session.Chosen instance = session.instance(named.or(() -> shared.instance));
            var answer = session.client().delete("instances/%s/login".formatted(instance.name()));
            if (shared.json) around.out().println(answer);
            else around.out().printf("Logged out of %s.%n", instance.label());
            return ExitCode.OK.number();
        }
    }
}
