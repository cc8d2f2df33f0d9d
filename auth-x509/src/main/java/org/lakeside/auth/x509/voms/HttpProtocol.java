package org.lakeside.auth.x509.voms;

import java.io.IOException;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// `GET /generate-ac`, as VOMS servers have it since version 2.
final class HttpProtocol {
    private static final long LARGEST = 1 << 20;

    private final OkHttpClient base;

    HttpProtocol(OkHttpClient base) {
        this.base = base;
    }

    AnswerText ask(Question question, BreakOff breakOff) throws IOException {
        var call = question.identity()
                .apply(base.newBuilder())
                .build()
                .newCall(new Request.Builder()
                        .url(url(question.server(), question.request()))
                        .header("Connection", "close") // the server takes one request a connection
                        .header("User-Agent", "lakeside")
                        .build());
        breakOff.by(call::cancel);
        try (Response response = call.execute()) {
            return new AnswerText(response.peekBody(LARGEST).string());
        }
    }

    /// The server decodes nothing, and OkHttp's own parameters encode too much; the parts were checked when they
    /// were made. The lifetime is never left out: without it the server gives a certificate that ends at once.
    private static HttpUrl url(VomsServer server, VomsRequest request) {
        String fqans = request.everything()
                ? "all"
                : request.fqans().stream().map(Fqan::toString).collect(Collectors.joining(","));
        return HttpUrl.get("https://%s:%d/generate-ac?%slifetime=%d"
                .formatted(
                        server.host(),
                        server.port(),
                        fqans.isEmpty() ? "" : "fqans=" + fqans + "&",
                        request.life().toSeconds()));
    }
}
