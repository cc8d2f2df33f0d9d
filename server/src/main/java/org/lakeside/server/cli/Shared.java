package org.lakeside.server.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/// What every command takes.
final class Shared {
    @Option(
            names = {"-i", "--instance"},
            paramLabel = "NAME",
            description = "which Rucio, by its name in the settings; without it the default one")
    Optional<String> instance = Optional.empty();

    @Option(
            names = "--json",
            description = "prints one line of JSON for a program; a failure is JSON as well, on standard error")
    boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "shows what the service logs")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    boolean help;
}
