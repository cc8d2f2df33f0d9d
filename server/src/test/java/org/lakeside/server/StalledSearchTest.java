package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lakeside.server.api.Api;
import org.lakeside.server.api.Parts;
import org.lakeside.server.api.Standing.State;
import org.lakeside.server.lake.browse.LongListings;
import org.lakeside.server.lake.browse.Search;
import org.lakeside.server.shelf.SqliteShelf;
import tools.jackson.databind.JsonNode;

/// A search whose stream stands still, from Rucio to the answer: the parts of the service, but for a shorter limit.
class StalledSearchTest extends ServiceWithPlayedRucio {
    /// Longer than a busy machine needs for rows that have been sent.
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int SENT = 700;
    private static final String SEARCH = "/instances/lake/search?did=user:";

    private final Clock clock = Clock.systemUTC();
    private final AtomicInteger searches = new AtomicInteger();

    StalledSearchTest() {
        super(Duration.ofSeconds(30));
    }

    @Override
    MockResponse answer(RecordedRequest request) {
        return switch (request.getUrl().encodedPath()) {
            case "/auth/userpass" -> RucioSays.welcome("jdoe", "the-token-of-jdoe");
            case "/dids/user/dids/search" -> found(request);
            default -> new MockResponse.Builder().code(404).build();
        };
    }

    @Override
    AutoCloseable serve(Path socket, Map<String, String> environment) {
        var around = new Wiring.Surroundings(environment, home, home.resolve("credentials"));
        var wiring = new Wiring(Settings.read(environment), home.resolve("state"), around, clock);
        var shelf = new SqliteShelf(home.resolve("lists"), clock);
        var longListings = new LongListings(shelf, 5000, LIMIT, clock);
        var parts = impatient(wiring.get(), longListings);
        var service = Api.start(socket, "1.2.3", () -> new State.Owner(() -> parts));
        return () -> {
            service.close();
            longListings.close();
            shelf.close();
            wiring.close();
        };
    }

    @BeforeEach
    void logIn() throws IOException {
        logInAsJdoe();
    }

    private Parts impatient(Parts usual, LongListings longListings) {
        return new Parts(
                usual.instances(),
                usual.reachability(),
                usual.identities(),
                usual.catalogue(),
                usual.details(),
                new Search(usual.catalogue(), longListings, clock),
                usual.listings(),
                longListings,
                usual.attachments(),
                usual.store(),
                usual.downloads(),
                usual.examinations(),
                usual.events());
    }

    @Test
    void theListEndsWithTheRowsThatCameWhichStayAndWhatToDoIsSaid() throws IOException {
        var first = api.get(SEARCH + "&limit=10").json();
        List<String> names = new ArrayList<>(names(first));
        var last = first;

        for (var cursor = cursor(first); !cursor.isEmpty(); cursor = cursor(last)) {
            last = api.get(SEARCH + "&limit=100&cursor=" + cursor).json();
            names.addAll(names(last));
        }

        assertThat(names).containsExactlyElementsOf(names(0, SENT));
        assertThat(last.path("cut").asString()).isEqualTo("stalled");
        assertThat(last.path("more").asBoolean()).isTrue();
        assertThat(last.path("total").isNull()).isTrue();
        assertThat(last.at("/understood/notes").valueStream().map(JsonNode::asString))
                .containsExactly("Rucio stopped sending after 700 rows, and the list ends there:"
                        + " search again for the others.");
        var again = api.get(SEARCH + "&limit=100&cursor=" + cursor(first)).json();
        assertThat(names(again)).containsExactlyElementsOf(names(10, 110));
        assertThat(names(api.get(SEARCH + "&limit=100&cursor=" + cursor(again)).json()))
                .containsExactlyElementsOf(names(110, 210));
        assertThat(searches).hasValue(2); // the first page, and the stream of all
    }

    /// All that a page takes; of more, which nobody waits for, the first half.
    private MockResponse found(RecordedRequest request) {
        searches.incrementAndGet();
        var limit = request.getUrl().queryParameter("limit");
        var rows = names(0, limit == null ? 2 * SENT : Integer.parseInt(limit)).stream()
                .map("{\"scope\": \"user\", \"name\": \"%s\", \"did_type\": \"DATASET\"}\n"::formatted)
                .collect(Collectors.joining());
        var answer = new MockResponse.Builder()
                .addHeader("Content-Type", "application/x-json-stream")
                .body(rows);
        return limit == null
                ? answer.onResponseBody(SocketEffect.Stall.INSTANCE).build()
                : answer.build();
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj("set-%04d"::formatted).toList();
    }

    private static List<String> names(JsonNode page) {
        return page.path("rows")
                .valueStream()
                .map(row -> row.path("name").asString())
                .toList();
    }

    private static String cursor(JsonNode page) {
        return page.path("cursor").asString("");
    }
}
