package org.lakeside.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Reach;
import org.lakeside.server.lake.identity.Login.LoggedOut;
import org.lakeside.server.lake.transfer.Download;
import org.lakeside.server.lake.transfer.DownloadState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final Events events = new Events(clock);

    @Test
    void whoListensHearsWhatHappensAfterTheIdHeKnows() throws InterruptedException {
        long id = events.lastId();
        events.publish("lake", new LoggedOut());
        events.publish(download("a"));

        var news = events.newsAfter(id, Duration.ZERO);

        assertThat(types(news)).containsExactly("login", "download");
        assertThat(news.lastId()).isEqualTo(id + 2);
        assertThat(events.newsAfter(id + 2, Duration.ZERO).lines()).isEmpty();
    }

    @Test
    void whoListensHearsHowAnInstanceAnswers() throws InterruptedException {
        long id = events.lastId();
        events.publish("lake", new Reach.Silent(NOW, NOW.plusSeconds(4), "It does not answer."));
        events.publish("lake", new Reach.Slow(NOW, "It is slow."));
        events.publish("other", new Reach.Well());

        var news = read(events.newsAfter(id, Duration.ZERO));

        assertThat(news).extracting(line -> line.path("type").asString()).containsOnly("instance");
        assertThat(news)
                .extracting(line -> line.path("instance").asString() + " "
                        + line.at("/reach/state").asString())
                .containsExactly("lake slow", "other well");
        assertThat(news.getFirst().at("/reach/since").asString()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(news.getLast().path("reach").path("words").isNull()).isTrue();
    }

    @Test
    void ofEachDownloadOnlyTheLatestEventIsKept() throws InterruptedException {
        long id = events.lastId();
        for (int i = 0; i < 1000; i++) events.publish(download("a"));
        events.publish(download("b"));

        var news = events.newsAfter(id, Duration.ZERO);

        assertThat(news.reset()).isFalse();
        assertThat(news.lines()).hasSize(2);
        assertThat(read(news).getFirst().path("id").asLong()).isEqualTo(id + 1000);
    }

    @Test
    void anIdFromAnEarlierProcessOrTheFutureIsAReset() throws InterruptedException {
        long old = events.lastId() - 5;
        clock.advance(Duration.ofSeconds(10));
        var restarted = new Events(clock);

        assertThat(restarted.newsAfter(old, Duration.ZERO).reset()).isTrue();
        assertThat(restarted.newsAfter(1, Duration.ZERO).reset()).isTrue();
        assertThat(restarted.newsAfter(restarted.lastId() + 1, Duration.ZERO).reset())
                .isTrue();
        assertThat(restarted.newsAfter(restarted.lastId(), Duration.ZERO).reset())
                .isFalse();
    }

    @Test
    void whoWasAwayForTooMuchIsToldToLoadAnew() throws InterruptedException {
        long id = events.lastId();
        for (int i = 0; i < 600; i++) events.publish(download("download-" + i));

        assertThat(events.newsAfter(id, Duration.ZERO).reset()).isTrue();
        assertThat(events.newsAfter(id + 400, Duration.ZERO).lines()).hasSize(200);
    }

    @Test
    void aReaderWaitsUntilSomethingHappens() throws Exception {
        long id = events.lastId();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader = readers.submit(() -> events.newsAfter(id, Duration.ofMinutes(1)));
            events.publish("lake", new LoggedOut());

            assertThat(reader.get(20, TimeUnit.SECONDS).lines()).hasSize(1);
        }
    }

    @Test
    void theEndOfTheServiceEndsTheWaiting() throws Exception {
        var waiting = new CountDownLatch(1);
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader = readers.submit(() -> {
                waiting.countDown();
                return events.newsAfter(events.lastId(), Duration.ofMinutes(1));
            });
            waiting.await();
            events.close();

            assertThat(reader.get(20, TimeUnit.SECONDS).closed()).isTrue();
        }
    }

    @Test
    void idsAreExactInJavaScript() {
        assertThat(events.lastId()).isLessThan(1L << 53);
    }

    private static List<JsonNode> read(Events.News news) {
        return news.lines().stream().map(JsonMapper.shared()::readTree).toList();
    }

    private static List<String> types(Events.News news) {
        return read(news).stream().map(line -> line.path("type").asString()).toList();
    }

    private static Download download(String id) {
        return new Download(
                id,
                "lake",
                new Did("user", "name"),
                Optional.empty(),
                new DownloadState.Queued(),
                new Download.Files(0, 0, 0),
                new Download.Bytes(0, 0),
                NOW,
                List.of(),
                List.of());
    }
}
