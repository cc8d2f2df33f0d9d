package org.lakeside.server.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One download, from its start to its end, whichever process does the work. Ctrl-C cancels it, unless it ran before
/// we came: then somebody else wants it.
final class Following implements AutoCloseable {
    private static final Set<String> OVER = Set.of("done", "failed", "cancelled");
    private static final Duration HASTE = Duration.ofSeconds(2);
    private static final int SUCCESSORS = 3;

    private final Session session;
    private final String id;
    private final AtInterrupt atInterrupt;
    private JsonNode latest;

    private Following(Session session, JsonNode started, boolean ours, Surroundings around) {
        this.session = session;
        this.latest = started;
        this.id = started.path("id").asString("");
        this.atInterrupt = AtInterrupt.run(() -> leave(ours, around));
    }

    /// @param what instance and DID
    static Following start(Session session, Map<String, String> what, Surroundings around) {
        boolean runs = false;
        for (JsonNode one : session.client().get("downloads").path("downloads")) {
            runs |= one.path("instance").asString("").equals(what.get("instance"))
                    && one.path("did").asString("").equals(what.get("did"))
                    && !isOver(one);
        }
        return new Following(session, session.client().post("downloads", what), !runs, around);
    }

    JsonNode untilItEnds(Progress progress) {
        OptionalLong after = OptionalLong.empty();
        int successors = 0;
        while (!isOver(latest)) {
            try {
                after = watch(after, progress);
            } catch (Failure e) {
                atInterrupt.waitIfInterrupted();
                if (e.code() != ExitCode.UNAVAILABLE || ++successors > SUCCESSORS) {
                    throw e;
                }
                session.findAgain(); // whoever keeps the store now goes on with the download
                after = OptionalLong.empty();
            }
        }
        progress.show(latest);
        return latest;
    }

    /// Follows one stream of events; they end after a minute.
    private OptionalLong watch(OptionalLong after, Progress progress) {
        OptionalLong last = after;
        boolean looked = false;
        try (EventLines events = session.client().events(after)) {
            for (Optional<JsonNode> event = events.next(); event.isPresent(); event = events.next()) {
                JsonNode now = event.get();
                last = now.path("id").isNumber()
                        ? OptionalLong.of(now.path("id").asLong())
                        : last;
                String type = now.path("type").asString("");
                boolean ours = now.path("download").path("id").asString("").equals(id);
                if (type.equals("download") && ours) {
                    latest = now.path("download");
                } else if (type.equals("reset") || !looked) {
                    latest = session.client().get("downloads/" + id); // what happened before the stream began
                    looked = true;
                }
                atInterrupt.waitIfInterrupted();
                progress.show(latest);
                if (isOver(latest) || type.equals("end")) {
                    return last;
                }
            }
        }
        return last;
    }

    private static boolean isOver(JsonNode download) {
        return OVER.contains(download.path("state").asString(""));
    }

    private void leave(boolean ours, Surroundings around) {
        String did = Words.plain(latest.path("did").asString(""));
        if (ours) {
            try {
                session.client().hasty(HASTE).delete("downloads/" + id);
                around.err().printf("%nStopped. What has come is kept: `lakeside get %s` goes on from there.%n", did);
            } catch (Failure e) {
                around.err().printf("%n%s%n", Words.plain(e.detail()));
            }
        } else {
            around.err().printf("%nThe download of %s goes on: it ran before this command.%n", did);
        }
        session.close();
    }

    @Override
    public void close() {
        atInterrupt.close();
    }
}
