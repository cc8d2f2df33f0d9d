package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where exceptions become answers.
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Problem GIVEN_UP =
            new Problem(Kind.GIVEN_UP, "This was given up before it was done.", "Try again in a moment.");

    private Refusals() {}

    static void register(RoutesConfig routes) {
        routes.exception(LakeException.class, (e, context) -> answer(context, reported(context, e)));
        routes.exception(HttpResponseException.class, (e, context) -> answer(context, e));
        routes.exception(ReaderLeft.class, (_, context) -> log.debug("the reader of {} left", context.path()));
        routes.exception(CancellationException.class, (e, context) -> {
            log.debug("{} was given up", context.path(), e);
            answer(context, GIVEN_UP);
        });
        routes.exception(IOException.class, (e, context) -> {
            if (isReaderGone(e)) log.debug("the reader of {} left", context.path());
            else answer(context, unforeseen(context.method() + " " + context.path(), e));
        });
        routes.exception(
                Exception.class,
                (e, context) -> answer(context, unforeseen(context.method() + " " + context.path(), e)));
    }

    static void answer(Context context, Problem problem) {
        answer(context, problem, ProblemJson.status(problem.kind()));
    }

    private static void answer(Context context, Problem problem, int status) {
        if (context.res().isCommitted()) {
            breakOff(context.req(), problem);
            return;
        }
        context.res().resetBuffer(); // the beginning of another answer
        var retryAfter = problem.more().get(Problem.RETRY_AFTER);
        if (retryAfter != null) context.header("Retry-After", retryAfter.equals(0L) ? "1" : retryAfter.toString());
        var json = ProblemJson.of(problem);
        json.put("status", status);
        context.status(status).contentType(ProblemJson.CONTENT_TYPE).result(Json.bytes(json));
    }

    /// Of what was not foreseen further in, too, the log has the whole story.
    private static Problem reported(Context context, LakeException e) {
        if (e.problem().kind() != Kind.UNFORESEEN) return e.problem();
        return e.problem().with(Problem.REPORT, logged(context.method() + " " + context.path(), e));
    }

    private static String logged(String doing, Throwable failure) {
        var report = report();
        log.error("report {}: {}: unforeseen {}", report, doing, failure.toString(), failure);
        return report;
    }

    /// The text of an exception nobody foresaw may hold a token or a path: it goes to the log alone.
    static Problem unforeseen(String doing, Throwable failure) {
        var report = logged(doing, failure);
        return new Problem(
                        Kind.UNFORESEEN,
                        "Lakeside failed in a way we did not foresee. Report %s.".formatted(report),
                        "Try again. If it stays, send the report's number and the log to whoever runs this Jupyter.")
                .with(Problem.REPORT, report);
    }

    /// Ends the connection in the middle of an answer, which would else look like a whole one.
    private static void breakOff(HttpServletRequest request, Problem problem) {
        log.warn("an answer under way is broken off: {}", problem.detail());
        ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    /// What even the JVM did not foresee, such as the end of its memory.
    static void answer(HttpServletResponse response, Error error) {
        var json = Json.bytes(ProblemJson.of(unforeseen("a request", error)));
        try {
            if (response.isCommitted()) return;
            response.setStatus(ProblemJson.status(Kind.UNFORESEEN));
            response.setContentType(ProblemJson.CONTENT_TYPE);
            response.getOutputStream().write(json);
        } catch (IOException e) {
            log.debug("nobody heard of it", e);
        }
    }

    /// Javalin's own refusals: no such path, not this method, body too large.
    private static void answer(Context context, HttpResponseException refusal) {
        var status = refusal.getStatus();
        var problem = switch (status) {
            case 404, 405 ->
                new Problem(
                        Kind.NOT_FOUND,
                        "There is nothing at %s %s.".formatted(context.method(), context.path()),
                        "See the API's description, openapi.yaml.");
            default ->
                new Problem(
                        Kind.BAD_REQUEST,
                        "This request was refused: %s.".formatted(refusal.getMessage()),
                        "See the API's description, openapi.yaml.");
        };
        answer(context, problem, status);
    }

    private static boolean isReaderGone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof EofException || cause instanceof ClosedByInterruptException) return true;
        return false;
    }

    private static String report() {
        var bytes = new byte[6];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
