package org.lakeside.server.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `lakeside doctor [INSTANCE]`
@Command(
        name = "doctor",
        description = {
            "Looks at everything between you and a Rucio, one step after the other: the clock, files and their modes,",
            "token, proxy, certificate with key, chain, authority and revocation, VOMS servers and membership, Rucio, storages.",
            "One line for each, with what to do about it."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    OfInstance of = new OfInstance();

    @Option(
            names = "--did",
            paramLabel = "SCOPE:NAME",
            description =
                    "tries the storages of this file, or of one in this dataset; without it, those of the latest download")
    Optional<String> did = Optional.empty();

    DoctorCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return of.run(around, (session, instance) -> {
            JsonNode answer = session.client()
                    .get(
                            "instances/%s/checks".formatted(instance.name()),
                            did.map(text -> Map.of("did", text)).orElse(Map.of()));
            if (of.json()) around.out().println(answer);
            boolean failed = false;
            for (JsonNode check : answer.path("checks")) {
                if (!of.json()) around.out().println(line(check));
                failed |= check.path("state").asString("").equals("failed");
            }
            return failed ? ExitCode.FAILED : ExitCode.OK;
        });
    }

    private static String line(JsonNode check) {
        return "%-8s %-20s %s %s"
                .formatted(
                        check.path("state").asString(""),
                        check.path("name").asString(""),
                        Words.plain(check.path("detail").asString("")),
                        Words.plain(check.path("remedy").asString("")))
                .stripTrailing();
    }
}
