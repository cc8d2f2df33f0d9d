package org.lakeside.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// `GET /events?after=ID`: what happens, a line each, for a minute; then the reader comes back with the last id.
/// Each stream has a virtual thread, so that a reader who does not read keeps nobody waiting.
final class EventRoute {
    private final Duration betweenSigns;
    private final Duration life;

    EventRoute(Duration betweenSigns, Duration life) {
        this.betweenSigns = betweenSigns;
        this.life = life;
    }

    void register(RoutesConfig routes) {
        routes.get(
                Api.ROOT + "/events",
                context -> stream(context, Admitted.parts(context).events()));
    }

    void stream(Context context, Events events) throws IOException {
        var after = after(context);
        context.status(200).contentType("application/x-ndjson").header("Cache-Control", "no-store");
        var out = context.res().getOutputStream();
        long end = System.nanoTime() + life.toNanos();
        long id = after.orElseGet(events::lastId);
        try {
            boolean first = true;
            for (boolean open = true; open && System.nanoTime() < end; first = false) {
                var news = events.newsAfter(id, first ? Duration.ZERO : shorter(betweenSigns, end - System.nanoTime()));
                id = news.lastId();
                if (news.reset()) sign(out, "reset", id);
                for (var line : news.lines()) out.write(line.getBytes(StandardCharsets.UTF_8));
                if (first || (news.lines().isEmpty() && System.nanoTime() < end)) sign(out, "alive", id);
                out.flush();
                open = !news.closed();
            }
            sign(out, "end", id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sign(OutputStream out, String type, long id) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        json.put("id", id);
        out.write(Json.line(json).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Duration shorter(Duration one, long nanos) {
        return nanos < one.toNanos() ? Duration.ofNanos(Math.max(0, nanos)) : one;
    }

    private static OptionalLong after(Context context) {
        var text = Query.text(context, "after").filter(given -> !given.isBlank());
        if (text.isEmpty()) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException e) {
            throw Query.bad("after is '%s', not the id of an event.".formatted(text.get()));
        }
    }
}
