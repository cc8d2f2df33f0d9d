package org.lakeside.server.cli;

import java.io.IOException;
import java.util.Optional;
import okhttp3.Response;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A stream of events, a line of JSON each.
final class EventLines implements AutoCloseable {
    private final ServiceClient client;
    private final Response response;
    private final BufferedSource source;

    EventLines(ServiceClient client, Response response) {
        this.client = client;
        this.response = response;
        this.source = response.body().source();
    }

    /// Waits for the next one; empty at the end of the stream, after which one comes back for more.
    Optional<JsonNode> next() {
        try {
            String line = source.readUtf8Line();
            return line == null
                    ? Optional.empty()
                    : Optional.of(JsonMapper.shared().readTree(line));
        } catch (IOException e) {
            throw client.gone(e);
        } catch (JacksonException e) {
            throw client.gone(new IOException("a line that is no event", e));
        }
    }

    @Override
    public void close() {
        response.close();
    }
}
