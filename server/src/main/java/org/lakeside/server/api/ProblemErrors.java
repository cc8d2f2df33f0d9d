package org.lakeside.server.api;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What Jetty refuses before Javalin sees it (headers too long, not HTTP), in the form of all other problems.
final class ProblemErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        var problem = new Problem(
                code < 500 ? Kind.BAD_REQUEST : Kind.UNFORESEEN,
                "This request was refused before it was read (HTTP %d).".formatted(code),
                "See the API's description, openapi.yaml.");
        var json = ProblemJson.of(problem);
        json.put("status", code);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemJson.CONTENT_TYPE);
        response.write(true, ByteBuffer.wrap(Json.bytes(json)), callback);
    }
}
