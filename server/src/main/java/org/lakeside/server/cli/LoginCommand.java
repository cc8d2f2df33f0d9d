package org.lakeside.server.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.credential.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `lakeside login [INSTANCE]`
@Command(
        name = "login",
        description = {
            "Logs in to a Rucio, for this command line and for Jupyter.",
            "By user name and password, or with --cert, --proxy or --oidc.",
            "Secrets are asked on the terminal, or read from a file: never an argument, which others could see."
        })
final class LoginCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    OfInstance of = new OfInstance();

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

    @Option(
            names = "--cert",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FILE",
            description = {
                "logs in with a certificate: PEM, or PKCS#12 with its key;",
                "without FILE, X509_USER_CERT or what is in ~/.globus"
            })
    Optional<String> certificate = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "the certificate's key, where it is in another file")
    Optional<String> key = Optional.empty();

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "reads the key's passphrase from the first line of FILE; '-' is standard input")
    Optional<String> passphraseFile = Optional.empty();

    @Option(
            names = "--voms",
            paramLabel = "VO",
            description =
                    "a membership for the proxies: escape, or escape:/escape/cms/Role=production; may be repeated")
    List<String> voms = List.of();

    @Option(names = "--hours", paramLabel = "N", description = "how long each proxy lives; 12 without it")
    Optional<Integer> hours = Optional.empty();

    @Option(
            names = "--proxy",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FILE",
            description = "logs in with a grid proxy; without FILE, X509_USER_PROXY or the usual place")
    Optional<String> proxy = Optional.empty();

    @Option(
            names = "--oidc",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FILE",
            description = {
                "logs in with a token of an identity provider, from FILE or where tokens usually are;",
                "with --browser, by a login in the browser"
            })
    Optional<String> oidc = Optional.empty();

    @Option(
            names = "--browser",
            description = "with --oidc: shows an address for the browser, and asks for the code from there")
    boolean browser;

    @Option(
            names = "--refresh-token-file",
            paramLabel = "FILE",
            description = {
                "with --oidc, --issuer and --client: gets tokens for the refresh token in the first line of FILE,",
                "as long as the service runs; '-' is standard input"
            })
    Optional<String> refreshTokenFile = Optional.empty();

    @Option(names = "--issuer", paramLabel = "URL", description = "the identity provider of the refresh token")
    Optional<String> issuer = Optional.empty();

    @Option(names = "--client", paramLabel = "ID", description = "the client that the refresh token was given to")
    Optional<String> client = Optional.empty();

    LoginCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return of.run(around, (session, instance) -> {
            JsonNode login = logIn(session, instance, ways(instance), account);
            if (of.json()) {
                around.out().println(login);
            } else {
                around.out()
                        .printf(
                                "Logged in to %s as %s, %s.%n",
                                instance.label(),
                                Words.plain(login.path("account").asString("")),
                                goesOn(login, session.lasts()));
            }
            return ExitCode.OK;
        });
    }

    private static String goesOn(JsonNode login, boolean renewed) {
        String end = login.path(renewed ? "until" : "expires").asString("");
        return end.isEmpty()
                ? "as long as the service runs"
                : "until " + Times.inWords(Instant.parse(end), Clock.system(ZoneId.systemDefault()));
    }

    private Map<String, Object> ways(Session.Chosen instance) {
        long ways =
                Stream.of(certificate, proxy, oidc).filter(Optional::isPresent).count();
        if (ways > 1) throw misused("--cert, --proxy and --oidc are ways of their own.", "Choose one of them.");
        if (certificate.isPresent()) return withCertificate(certificate.get());
        if (proxy.isPresent()) return withFile("proxy", proxy.get());
        if (oidc.isPresent()) return withToken(oidc.get());
        return withPassword(instance);
    }

    private Map<String, Object> withPassword(Session.Chosen instance) {
        String name = user.orElseGet(() -> asked("User name on %s: ".formatted(instance.label()), "--user"));
        String password = passwordFile
                .map(file -> PasswordFile.read(file, around))
                .orElseGet(() -> askedPassword(name, instance));
        Map<String, Object> body = kind("userpass");
        body.put("username", name);
        body.put("password", password);
        return body;
    }

    private Map<String, Object> withCertificate(String file) {
        Map<String, Object> body = kind("x509");
        KeyFiles files = file.isEmpty() ? lyingThere() : new KeyFiles(Path.of(file), Optional.empty());
        body.put("file", absolute(files.certificate().toString()));
        key.or(() -> files.key().map(Path::toString)).ifPresent(path -> body.put("key", absolute(path)));
        passphraseFile.ifPresent(path -> body.put("passphrase", PasswordFile.read(path, around)));
        if (!voms.isEmpty()) body.put("voms", voms);
        hours.ifPresent(n -> body.put("hours", n));
        return body;
    }

    private KeyFiles lyingThere() {
        Path home = Path.of(around.environment().getOrDefault("HOME", System.getProperty("user.home")));
        return KeyFiles.standard(around.environment(), home)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "There is no certificate with its key in %s.".formatted(home.resolve(".globus")),
                        "Name one: --cert FILE --key FILE, or --cert FILE.p12."));
    }

    private static Map<String, Object> withFile(String kind, String file) {
        Map<String, Object> body = kind(kind);
        if (!file.isEmpty()) body.put("file", absolute(file));
        return body;
    }

    private Map<String, Object> withToken(String file) {
        if (browser) return inBrowser();
        if (refreshTokenFile.isEmpty()) return withFile("oidc", file);
        Map<String, Object> body = kind("oidc");
        body.put("refresh_token", PasswordFile.read(refreshTokenFile.get(), around));
        body.put(
                "issuer",
                issuer.orElseThrow(() -> misused("A refresh token is of a provider.", "Name it: --issuer URL.")));
        body.put(
                "client_id",
                client.orElseThrow(() -> misused("A refresh token is of a client.", "Name it: --client ID.")));
        return body;
    }

    private static Map<String, Object> inBrowser() {
        Map<String, Object> body = kind("oidc");
        body.put("browser", "code");
        return body;
    }

    private static Map<String, Object> kind(String kind) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("kind", kind);
        return body;
    }

    private static String absolute(String file) {
        return Path.of(file).toAbsolutePath().normalize().toString();
    }

    private JsonNode logIn(Session session, Session.Chosen instance, Map<String, Object> body, Optional<String> as) {
        as.ifPresent(one -> body.put("account", one));
        try {
            JsonNode answer = session.client().post("instances/%s/login".formatted(instance.name()), body);
            return answer.has("page") ? afterBrowser(session, instance, body, answer) : answer;
        } catch (Failure e) {
            return logIn(session, instance, amended(e, body), Optional.empty());
        }
    }

    private JsonNode afterBrowser(Session session, Session.Chosen instance, Map<String, Object> asked, JsonNode begun) {
        around.err()
                .println("Log in with a browser at "
                        + Words.plain(begun.path("page").asString("")));
        Map<String, Object> body = kind("oidc");
        Object chosen = asked.get("account");
        if (chosen != null) body.put("account", chosen);
        body.put("code", asked("Code that the browser shows then: ", "a terminal"));
        return session.client().post("instances/%s/login".formatted(instance.name()), body);
    }

    /// What is missing, asked for; or the failure, if nobody can be asked.
    private Map<String, Object> amended(Failure e, Map<String, Object> body) {
        if (!around.terminal().answers()) throw e;
        switch (e.type()) {
            case "/problems/choose-account" -> {
                if (body.containsKey("account")) throw e;
                around.err().println(Words.plain(e.detail()));
                body.put("account", asked("Account: ", "--account"));
            }
            case "/problems/passphrase-needed" -> {
                if (body.containsKey("passphrase")) throw e;
                body.put(
                        "passphrase",
                        around.terminal()
                                .askSecretly("%s Passphrase: ".formatted(Words.plain(e.detail())))
                                .filter(text -> !text.isEmpty())
                                .orElseThrow(() -> nobodyToAsk("--passphrase-file")));
            }
            default -> throw e;
        }
        return body;
    }

    private static Failure misused(String what, String remedy) {
        return new Failure(ExitCode.USAGE, what, remedy);
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
