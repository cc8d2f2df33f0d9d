package org.lakeside.server.api;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.lakeside.server.lake.Reach;
import org.lakeside.server.lake.identity.Login;
import org.lakeside.server.lake.transfer.Download;

/// What happens, for those who listen now or come back soon. Of each download, login and instance only the latest event
/// is kept: that is all that somebody who was away, or reads slowly, has to know. Publishing never waits for a reader.
public final class Events implements AutoCloseable {
    /// Downloads, logins and instances of which the latest event is kept.
    private static final int KEPT = 500;
    /// Numbers begin at the time of the start, so that those of an earlier process are never taken for ours.
    private static final long NUMBERS_A_MILLISECOND = 1000;

    // All guarded by `this`.
    private final NavigableMap<Long, Event> byId = new TreeMap<>();
    private final Map<String, Long> idOfSubject = new HashMap<>();
    private long lastId;
    private long forgottenUpTo;
    private boolean closed;

    public Events(Clock clock) {
        lastId = clock.millis() * NUMBERS_A_MILLISECOND;
        forgottenUpTo = lastId - 1;
    }

    private record Event(String subject, String line) {}

    /// What there is after a number.
    ///
    /// @param reset events between have been forgotten: what was known is to be loaded anew
    /// @param lines the events, a line each
    record News(boolean reset, List<String> lines, long lastId, boolean closed) {}

    public void publish(Download download) {
        publish("download " + download.id(), "download", Map.of("download", DownloadJson.of(download)));
    }

    public void publish(String instance, Login login) {
        publish("login " + instance, "login", Map.of("instance", instance, "login", LoginJson.of(login)));
    }

    public void publish(String instance, Reach reach) {
        publish("instance " + instance, "instance", Map.of("instance", instance, "reach", ReachJson.of(reach)));
    }

    synchronized long lastId() {
        return lastId;
    }

    /// Waits until there is something after `id`, or the service stops, or `limit` has passed.
    synchronized News newsAfter(long id, Duration limit) throws InterruptedException {
        if (id > lastId || id < forgottenUpTo) return new News(true, List.of(), lastId, closed);
        long until = System.nanoTime() + limit.toNanos();
        while (lastId == id && !closed) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) break;
            wait(left);
        }
        if (id < forgottenUpTo) return new News(true, List.of(), lastId, closed);
        List<String> lines = new ArrayList<>();
        for (var event : byId.tailMap(id, false).values()) lines.add(event.line());
        return new News(false, lines, lastId, closed);
    }

    /// Ends all streams.
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private synchronized void publish(String subject, String type, Map<String, Object> content) {
        long id = ++lastId;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("type", type);
        json.putAll(content);
        var superseded = idOfSubject.put(subject, id);
        if (superseded != null) byId.remove(superseded);
        byId.put(id, new Event(subject, Json.line(json)));
        if (byId.size() > KEPT) {
            var oldest = byId.pollFirstEntry();
            idOfSubject.remove(oldest.getValue().subject());
            forgottenUpTo = oldest.getKey();
        }
        notifyAll();
    }
}
