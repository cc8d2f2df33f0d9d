package org.lakeside.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `lakeside login [INSTANCE]`
@Command(
        name = "login",
        description = {
            "Logs in to a Rucio, for this command line and for Jupyter.",
            "The password is asked on the terminal, or read from a file: never an argument, which others could see."
        })
final class LoginCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    Shared shared = new Shared();

    @Parameters(arity = "0..1", paramLabel = "INSTANCE", description = "the same as --instance")
    Optional<String> named = Optional.empty();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "the user name; without it, it is asked")
    Optional<String> user = Optional.empty();

    @Option(
            names = {"-a", "--account"},
            paramLabel = "NAME",
            description = "the account to act for, where a user has several")
    Optional<String> account = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "reads the password from the first line of FILE; '-' is standard input")
    Optional<String> passwordFile = Optional.empty();

    LoginCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(around)) {
            Session.Chosen instance = session.instance(named.or(() -> shared.instance));
            String name = user.orElseGet(() -> asked("User name on %s: ".formatted(instance.label()), "--user"));
            String password = passwordFile
                    .map(file -> PasswordFile.read(file, around))
                    .orElseGet(() -> askedPassword(name, instance));
            JsonNode login = logIn(session, instance, name, password, account);
            if (shared.json) {
                around.out().println(login);
            } else {
                around.out()
                        .printf(
                                "Logged in to %s as %s, until %s.%n",
                                instance.label(),
                                Words.plain(login.path("account").asString("")),
                                login.path("expires").asString("?"));
            }
            return ExitCode.OK.number();
        }
    }

    private JsonNode logIn(
            Session session, Session.Chosen instance, String name, String password, Optional<String> as) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("kind", "userpass");
        body.put("username", name);
        body.put("password", password);
        as.ifPresent(one -> body.put("account", one));
        try {
            return session.client().post("instances/%s/login".formatted(instance.name()), body);
        } catch (Failure e) {
            if (!e.type().equals("/problems/choose-account")
                    || as.isPresent()
                    || !around.terminal().answers()) {
                throw e;
            }
            around.err().println(Words.plain(e.detail()));
            return logIn(session, instance, name, password, Optional.of(asked("Account: ", "--account")));
        }
    }

    private String asked(String question, String option) {
        return around.terminal()
                .ask(question)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> nobodyToAsk(option));
    }

    private String askedPassword(String name, Session.Chosen instance) {
        return around.terminal()
                .askSecretly("Password of %s on %s: ".formatted(Words.plain(name), instance.label()))
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> nobodyToAsk("--password-file"));
    }

    private Failure nobodyToAsk(String option) {
        return new Failure(
                ExitCode.USAGE,
                around.terminal().answers() ? "Nothing was typed." : "There is no terminal to ask on.",
                "Use %s.".formatted(option));
    }
}
