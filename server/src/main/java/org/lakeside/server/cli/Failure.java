package org.lakeside.server.cli;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Why a command ends without its result: a sentence, what to do next, and a number for scripts.
final class Failure extends RuntimeException {
    private final ExitCode code;
    private final String detail;
    private final String remedy;
    private final transient JsonNode problem;

    private Failure(ExitCode code, String detail, String remedy, JsonNode problem) {
        super(detail);
        this.code = code;
        this.detail = detail;
        this.remedy = remedy;
        this.problem = problem;
    }

    /// One that the command line has found itself.
    Failure(ExitCode code, String detail, String remedy) {
        this(code, detail, remedy, json(code, detail, remedy));
    }

    /// One that the service has answered with. Its remedies are written for the panel; where the command line has a
    /// better one, that is said instead.
    static Failure of(JsonNode problem) {
        String type = problem.path("type").asString("");
        String report = problem.path("report").asString("");
        String detail = problem.path("detail").asString("The service refused without a word.");
        String remedy = remedy(type, problem);
        return new Failure(
                ExitCode.of(type), report.isEmpty() ? detail : detail + " (report " + report + ")", remedy, problem);
    }

    ExitCode code() {
        return code;
    }

    /// What happened, a sentence.
    String detail() {
        return detail;
    }

    /// What to do next; empty when nothing comes to mind.
    String remedy() {
        return remedy;
    }

    /// As problem+json.
    JsonNode problem() {
        return problem;
    }

    String type() {
        return problem.path("type").asString("");
    }

    private static String remedy(String type, JsonNode problem) {
        return switch (type) {
            case "/problems/not-logged-in", "/problems/login-expired" ->
                "Log in with: lakeside login%s"
                        .formatted(problem.path("instance").asString("").replaceFirst("^(?=.)", " "));
            case "/problems/choose-account" -> "Name one of them with --account.";
            case "/problems/unverified" -> "If you trust it, get it with --unverified.";
            case "/problems/misconfigured" -> "Correct the settings, then try again.";
            default -> problem.path("remedy").asString("");
        };
    }

    private static ObjectNode json(ExitCode code, String detail, String remedy) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "/problems/" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("title", code.meaning())
                .put("detail", detail)
                .put("remedy", remedy);
    }
}
