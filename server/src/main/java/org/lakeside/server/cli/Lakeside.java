package org.lakeside.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.lakeside.server.LogSetup;
import org.lakeside.server.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// `lakeside COMMAND`: everything but `serve`, which has no time for this.
@Command(
        name = "lakeside",
        description = "Puts a Rucio data lake on this machine's disk and into JupyterLab.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "`lakeside serve --socket PATH [--parent PID]` runs the service; Jupyter does this by itself."})
public final class Lakeside implements Callable<Integer> {
    private final Surroundings around;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "shows the version")
    boolean version;

    private Lakeside(Surroundings around) {
        this.around = around;
    }

    /// Runs a command in this process's surroundings; returns the exit code.
    public static int run(List<String> args) {
        Map<String, String> environment = System.getenv();
        return run(
                args,
                new Surroundings(
                        environment,
                        System.in,
                        utf8(FileDescriptor.out),
                        utf8(FileDescriptor.err),
                        Terminal.ofThisProcess(environment)));
    }

    static int run(List<String> args, Surroundings around) {
        CommandLine commands = new CommandLine(new Lakeside(around))
                .addSubcommand(new LoginCommand(around))
                .addSubcommand(new LogoutCommand(around))
                .addSubcommand(new DoctorCommand(around))
                .addSubcommand(new SearchCommand(around))
                .addSubcommand(new LsCommand(around))
                .addSubcommand(new GetCommand(around));
        commands.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.getCommandSpec().version("lakeside " + Version.text());
        Stream.concat(Stream.of(commands), commands.getSubcommands().values().stream())
                .forEach(Lakeside::describeExitCodes);
        commands.setExecutionStrategy(Lakeside::execute);
        commands.setParameterExceptionHandler((e, _) -> misunderstood(e, around));
        commands.setExecutionExceptionHandler((e, _, parsed) -> failed(e, parsed, around));
        int code = commands.execute(args.toArray(String[]::new));
        around.out().flush();
        around.err().flush();
        return code;
    }

    /// Without a command.
    @Override
    public Integer call() {
        around.err()
                .println(
                        "lakeside: Which command? There are login, logout, doctor, search, ls and get. See `lakeside --help`.");
        return ExitCode.USAGE.number();
    }

    private static int execute(ParseResult parsed) {
        if (parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--verbose")) {
            LogSetup.toStandardError();
        } else {
            LogManager.getLogManager().reset(); // a log on the terminal is for those who ask for it
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int misunderstood(ParameterException e, Surroundings around) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        Failure failure = new Failure(
                ExitCode.USAGE,
                String.valueOf(e.getMessage()).replaceAll("[.]?$", "."),
                "See `%s --help`.".formatted(name));
        return say(failure, false, around).number();
    }

    private static int failed(Exception e, ParseResult parsed, Surroundings around) {
        Failure failure = e instanceof Failure known
                ? known
                : new Failure(
                        ExitCode.FAILED,
                        "Something unforeseen happened (%s).".formatted(e),
                        "Run it again with --verbose, and send the output to whoever maintains Lakeside.");
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (!(e instanceof Failure) && command.hasMatchedOption("--verbose")) {
            e.printStackTrace(around.err());
        }
        return say(failure, command.hasMatchedOption("--json"), around).number();
    }

    /// One sentence and the way out, or the same for a program.
    static ExitCode say(Failure failure, boolean json, Surroundings around) {
        if (json) {
            around.err().println(failure.problem());
        } else {
            String sentence = Words.plain(failure.detail());
            around.err()
                    .println("lakeside: %s %s"
                            .formatted(sentence, Words.plain(failure.remedy()))
                            .strip());
        }
        return failure.code();
    }

    private static void describeExitCodes(CommandLine command) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(" " + code.number(), code.meaning());
        }
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
