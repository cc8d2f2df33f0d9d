package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/// A storage on loopback that serves ranges as nginx does, and misbehaves on request.
final class Storage implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final MockWebServer server = new MockWebServer();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Deque<Trick> tricks = new ArrayDeque<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final String rse;
    private volatile Trick everyday = honest -> honest;

    /// So slow that a test of a busy machine still sees it in its middle, and never so that it counts as stalled.
    static MockResponse.Builder slow(MockResponse.Builder honest) {
        return honest.throttleBody(64 * 1024, 100, TimeUnit.MILLISECONDS);
    }

    /// Changes an answer.
    interface Trick {
        MockResponse.Builder play(MockResponse.Builder honest);
    }

    Storage(String rse) {
        this.rse = rse;
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Without a slash at its end.
    String address() {
        String url = server.url("/").toString();
        return url.substring(0, url.length() - 1);
    }

    Source put(String name, byte[] content) {
        files.put("/" + name, content);
        return at(name);
    }

    Source at(String name) {
        return new Source(rse, URI.create(server.url("/" + name).toString()));
    }

    /// The next answers, one each.
    Storage next(Trick... played) {
        synchronized (tricks) {
            tricks.addAll(List.of(played));
        }
        return this;
    }

    /// All answers that are not played otherwise.
    Storage always(Trick played) {
        everyday = played;
        return this;
    }

    /// What was asked for, as `name from-to`.
    List<String> asked() {
        return List.copyOf(ranges);
    }

    @Override
    public void close() {
        server.close();
    }

    private MockResponse answer(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        @Nullable String range = request.getHeaders().get("Range");
        ranges.add(path.substring(1) + (range == null ? "" : " " + range.substring("bytes=".length())));
        MockResponse.Builder honest = honest(files.get(path), range);
        @Nullable Trick trick;
        synchronized (tricks) {
            trick = tricks.poll();
        }
        return (trick == null ? everyday : trick).play(honest).build();
    }

    private static MockResponse.Builder honest(byte @Nullable [] content, @Nullable String range) {
        if (content == null) return new MockResponse.Builder().code(404);
        Matcher wanted = RANGE.matcher(range == null ? "" : range);
        if (!wanted.matches()) return new MockResponse.Builder().body(new Buffer().write(content));
        int from = Integer.parseInt(wanted.group(1));
        int to = Math.min(Integer.parseInt(wanted.group(2)) + 1, content.length);
        if (from >= content.length) return new MockResponse.Builder().code(416);
        return new MockResponse.Builder()
                .code(206)
                .setHeader("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length))
                .body(new Buffer().write(content, from, to - from));
    }
}
