package org.lakeside.rucio.client;

import java.util.List;
import okhttp3.HttpUrl;

/// Traces: `/traces/`, often on a host of its own: [RucioClient.Builder#traceUrl].
public final class Traces {
    private final HttpUrl url;
    private final Calls calls;

    Traces(HttpUrl url, Calls calls) {
        this.url = url;
        this.calls = calls;
    }

    /// Tells what was moved. Needs no login. A server takes traces that it cannot use without a word (41.5.1), and
    /// may take a second for each; nobody should wait for it, or fail with it.
    ///
    /// @throws RucioException of kind `NOT_RUCIO` where traces are switched off, as they are unless asked for
    public void send(List<Trace> traces) {
        if (traces.isEmpty()) {
            return;
        }
        // With the trailing slash, and labelled as JSON: both have to be.
        HttpUrl at = url.newBuilder().addPathSegments("traces/").build();
        byte[] body =
                Json.writer().writeValueAsBytes(traces.stream().map(Trace::json).toList());
        new Asking(calls, "sending %d traces".formatted(traces.size())).send("POST", at, body);
    }
}
