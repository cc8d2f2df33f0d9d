package org.lakeside.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.lakeside.server.unix.UnixHttp;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The service's HTTP API over its Unix socket, as values of JSON. A refusal is a [Failure].
final class ServiceClient {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final MediaType JSON_TYPE = MediaType.get("application/json");
    private static final HttpUrl ROOT = HttpUrl.get("http://localhost/lakeside/api/v1");

    /// Longer than the service waits for Rucio; streams of events give a sign every ten seconds.
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final OkHttpClient http;
    private final Path socket;

    ServiceClient(Path socket) {
        this(socket, SILENCE);
    }

    private ServiceClient(Path socket, Duration silence) {
        this.socket = socket;
        this.http = UnixHttp.client(socket, silence);
    }

    /// The same for somebody who cannot wait.
    ServiceClient hasty(Duration silence) {
        return new ServiceClient(socket, silence);
    }

    /// @param path below `/lakeside/api/v1/`, of segments that need no encoding
    JsonNode get(String path, Map<String, String> query) {
        return ask(new Request.Builder().url(url(path, query)).build());
    }

    JsonNode get(String path) {
        return get(path, Map.of());
    }

    JsonNode post(String path, Object body) {
        RequestBody json = RequestBody.create(JSON.writeValueAsBytes(body), JSON_TYPE);
        return ask(changing(path).post(json).build());
    }

    JsonNode delete(String path) {
        return ask(changing(path).delete().build());
    }

    /// What happens from now on, or since the event with that number.
    EventLines events(OptionalLong after) {
        Map<String, String> query = after.isPresent() ? Map.of("after", Long.toString(after.getAsLong())) : Map.of();
        Request request = new Request.Builder().url(url("events", query)).build();
        try {
            return new EventLines(this, good(http.newCall(request).execute()));
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static Request.Builder changing(String path) {
        return new Request.Builder().url(url(path, Map.of())).header("X-Lakeside", "1");
    }

    private static HttpUrl url(String path, Map<String, String> query) {
        HttpUrl.Builder url = ROOT.newBuilder();
        for (String segment : path.split("/", -1)) {
            url.addPathSegment(segment);
        }
        query.forEach(url::addQueryParameter);
        return url.build();
    }

    private JsonNode ask(Request request) {
        try (Response response = good(http.newCall(request).execute())) {
            return JSON.readTree(response.body().bytes());
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static Response good(Response response) throws IOException {
        if (response.isSuccessful()) {
            return response;
        }
        try (response) {
            throw Failure.of(JSON.readTree(response.body().bytes()));
        } catch (JacksonException e) {
            throw new IOException("it answered %d, not as Lakeside does".formatted(response.code()), e);
        }
    }

    Failure gone(IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Failure(
                ExitCode.UNAVAILABLE,
                "The Lakeside service at %s ended or fell silent (%s).".formatted(socket, why),
                "Try again: what has been downloaded so far is kept.");
    }
}
