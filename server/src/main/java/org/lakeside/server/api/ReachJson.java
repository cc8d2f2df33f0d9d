package org.lakeside.server.api;

import java.time.Instant;
import java.util.Optional;
import org.lakeside.server.lake.Reach;

/// How an instance answers.
record ReachJson(String state, Optional<Instant> since, Optional<Instant> next, Optional<String> words) {
    static ReachJson of(Reach reach) {
        return switch (reach) {
            case Reach.Well() -> new ReachJson("well", Optional.empty(), Optional.empty(), Optional.empty());
            case Reach.Slow(Instant since, String words) -> of("slow", since, Optional.empty(), words);
            case Reach.Silent(Instant since, Instant next, String words) ->
                of("silent", since, Optional.of(next), words);
            case Reach.Refusing(Instant since, Instant next, String words) ->
                of("refusing", since, Optional.of(next), words);
        };
    }

    private static ReachJson of(String state, Instant since, Optional<Instant> next, String words) {
        return new ReachJson(state, Optional.of(Json.time(since)), next.map(Json::time), Optional.of(words));
    }
}
