package org.lakeside.rucio.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.RucioException.Answer;
import org.lakeside.rucio.client.RucioException.Kind;

/// What goes wrong, from the wire to a [RucioException] that says what was tried and what came back.
final class Refusals {
    private static final long LONGEST_BODY = 64 * 1024;
    private static final Json<ErrorJson> ERROR = Json.of(ErrorJson.class);
    private static final List<String> SECRETS = List.of("X-Rucio-Auth-Token", "X-Rucio-Password");
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);

    private Refusals() {}

    /// From an answer that is not the one hoped for. Closes it.
    static RucioException of(String doing, Response response) {
        try (response) {
            String body = withoutSecrets(response.request(), start(response));
            Answer answer = answer(response, body);
            return new RucioException(kind(answer, body), words(doing, response, answer, body), answer, null);
        }
    }

    /// From an answer with a good status that Rucio would not have given.
    static RucioException notRucio(String doing, Response response, String what, @Nullable Throwable cause) {
        Answer answer = new Answer(response.code(), "", "", Optional.empty(), List.of());
        String message = "%s: %s answered %s, which is not what Rucio says; is this the address of a Rucio?"
                .formatted(doing, host(response.request().url()), what);
        return new RucioException(Kind.NOT_RUCIO, message, answer, cause);
    }

    static RucioException tooLarge(String doing, Response response, long longest) {
        Answer answer = new Answer(response.code(), "", "", Optional.empty(), List.of());
        String message = "%s: %s answered with more than %d MiB, which is more than is read of one answer"
                .formatted(doing, host(response.request().url()), longest >> 20);
        return new RucioException(Kind.TOO_LARGE, message, answer, null);
    }

    private static Answer answer(Response response, String body) {
        ErrorJson error = error(response, body);
        return new Answer(
                response.code(),
                Plain.text(error.exceptionClass(), 80),
                Plain.text(withoutSecrets(response.request(), error.exceptionMessage()), 500),
                retryAfter(response),
                accounts(response));
    }

    /// From the body if there, else from the headers, whose copy of the message is cut at 125 characters (Rucio 41).
    private static ErrorJson error(Response response, String body) {
        try {
            ErrorJson error = ERROR.read(body.getBytes(StandardCharsets.UTF_8));
            if (!error.exceptionClass().isEmpty()) {
                return error;
            }
        } catch (IllegalArgumentException _) {
            // no JSON, then
        }
        return new ErrorJson(header(response, "ExceptionClass"), header(response, "ExceptionMessage"));
    }

    private static Kind kind(Answer answer, String body) {
        int status = answer.status();
        if (status == 206 && !answer.accounts().isEmpty()) {
            return Kind.CHOOSE_ACCOUNT;
        }
        // Servers before 32 name no accounts, and so does 41 to whoever has not said that they understand a list.
        if (status == 401 && answer.said().contains("Multiple accounts associated")) {
            return Kind.CHOOSE_ACCOUNT;
        }
        if (!answer.exceptionClass().isEmpty()) {
            return Kinds.ofClass(status, answer.exceptionClass());
        }
        // Rucio puts a class on all of its refusals but those of unknown routes, and some inner errors (500).
        boolean rucioMayHaveSaidIt = status == 500 || (status >= 400 && !looksLikeHtml(body) && status != 404);
        return switch (status) {
            case 429, 502, 503, 504 -> Kind.UNAVAILABLE;
            default -> rucioMayHaveSaidIt ? Kinds.ofStatus(status) : Kind.NOT_RUCIO;
        };
    }

    private static String words(String doing, Response response, Answer answer, String body) {
        String host = host(response.request().url());
        if (answer.status() == 206 && !answer.accounts().isEmpty()) {
            return "%s: the user has several accounts: %s".formatted(doing, String.join(", ", answer.accounts()));
        }
        if (response.isRedirect()) {
            return "%s: %s answered %d and points to %s, which Rucio does not do; is this the address of a Rucio?"
                    .formatted(doing, host, answer.status(), target(response));
        }
        if (!answer.exceptionClass().isEmpty()) {
            return "%s: Rucio answered %d %s%s"
                    .formatted(
                            doing,
                            answer.status(),
                            answer.exceptionClass(),
                            answer.said().isEmpty() ? "" : ": " + answer.said());
        }
        String what = looksLikeHtml(body) ? " with a web page" + title(body) : quoted(body);
        return "%s: %s answered %d%s".formatted(doing, host, answer.status(), what);
    }

    private static String quoted(String body) {
        return body.isBlank() ? "" : ": " + Plain.text(body.strip(), 200);
    }

    private static String title(String body) {
        Matcher title = TITLE.matcher(body);
        return title.find() ? " ('%s')".formatted(Plain.text(title.group(1).strip(), 80)) : "";
    }

    /// Without its query, which may hold a secret.
    private static String target(Response response) {
        HttpUrl target = response.request().url().resolve(header(response, "Location"));
        return target == null
                ? "nowhere"
                : target.newBuilder().query(null).build().toString();
    }

    private static boolean looksLikeHtml(String body) {
        return body.stripLeading().startsWith("<");
    }

    private static String start(Response response) {
        try {
            var source = response.body().source();
            source.request(LONGEST_BODY);
            return source.getBuffer()
                    .snapshot((int) Math.min(source.getBuffer().size(), LONGEST_BODY))
                    .string(StandardCharsets.UTF_8);
        } catch (IOException _) {
            return ""; // the status and the headers say enough
        }
    }

    /// Some servers print what they were sent.
    private static String withoutSecrets(Request request, String text) {
        String clean = text;
        for (String name : SECRETS) {
            String secret = request.header(name);
            if (secret != null && !secret.isEmpty()) {
                clean = clean.replace(secret, "(hidden)");
            }
        }
        return clean;
    }

    private static Optional<Duration> retryAfter(Response response) {
        String text = header(response, "Retry-After").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() <= 9) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        Optional<Instant> until = RucioDates.parse(text);
        Optional<Instant> now = RucioDates.parse(header(response, "Date"));
        return until.flatMap(end -> now.map(start -> Duration.between(start, end)))
                .filter(d -> !d.isNegative());
    }

    private static List<String> accounts(Response response) {
        String text = header(response, "X-Rucio-Auth-Accounts");
        return Pattern.compile(",")
                .splitAsStream(text)
                .map(String::strip)
                .filter(a -> !a.isEmpty())
                .toList();
    }

    static String header(Response response, String name) {
        String value = response.header(name);
        return value == null ? "" : value;
    }

    static String host(HttpUrl url) {
        return "%s://%s:%d".formatted(url.scheme(), url.host(), url.port());
    }

    record ErrorJson(
            @Nullable String ExceptionClass, @Nullable String ExceptionMessage) {
        String exceptionClass() {
            return ExceptionClass == null ? "" : ExceptionClass;
        }

        String exceptionMessage() {
            return ExceptionMessage == null ? "" : ExceptionMessage;
        }
    }
}
