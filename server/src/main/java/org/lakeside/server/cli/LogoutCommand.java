package org.lakeside.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    OfInstance of = new OfInstance();

    LogoutCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return of.run(around, (session, instance) -> {
            var answer = session.client().delete("instances/%s/login".formatted(instance.name()));
            if (of.json()) around.out().println(answer);
            else around.out().printf("Logged out of %s.%n", instance.label());
            return ExitCode.OK;
        });
    }
}
