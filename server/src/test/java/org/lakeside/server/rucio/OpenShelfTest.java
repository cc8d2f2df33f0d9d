package org.lakeside.server.rucio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.rucio.RucioInstances.Access;

/// Open data as large as no test bed has.
class OpenShelfTest {
    private static final int MANY = 60_000;

    @StartStop
    final MockWebServer rucio = new MockWebServer();

    private RucioInstances instances;
    private OpenShelf shelf;

    @BeforeEach
    void open() {
        var url = URI.create("http://127.0.0.1:" + rucio.getPort());
        var instance = new Instance("open", "Open lake", url, Optional.empty(), Optional.empty());
        instances = new RucioInstances(
                List.of(new Access(instance, Optional.empty(), List.of())),
                new Instances(List.of(instance), "open"),
                new Once<>(OkHttpClient::new),
                new Once<>(TlsTrust::system),
                Optional::empty,
                Timeouts.withSilence(Duration.ofSeconds(30)),
                Clock.systemUTC());
        shelf = new OpenShelf(instances, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        instances.close();
    }

    @Test
    void whatWasLookedIntoIsRemembered() {
        answer("a", 2);

        look("a");
        look("a");

        assertThat(rucio.getRequestCount()).isEqualTo(1);
        assertThat(shelf.findFile("open", new Did("s", "a.1"))).isPresent();
    }

    @Test
    void whatIsPublicIsAskedForAgainOnceItWasForgotten() {
        published("");
        published("{\"scope\": \"s\", \"name\": \"new\", \"state\": \"PUBLIC\"}");

        assertThat(shelf.all("open")).isEmpty();
        assertThat(shelf.all("open")).isEmpty();
        shelf.forget("open");

        assertThat(shelf.all("open")).containsExactly(new Did("s", "new"));
    }

    @Test
    void manyFilesMakeRoomForOneAnother() {
        answer("a", MANY);
        answer("b", MANY);

        look("a");
        look("b");

        assertThat(shelf.findFile("open", new Did("s", "a.0"))).isEmpty();
        assertThat(shelf.findFile("open", new Did("s", "b.0"))).isPresent();
    }

    @Test
    void oneThatIsLargerThanAllOfThemMayBeIsRememberedAlone() {
        answer("a", 2);
        answer("b", 100_001);

        look("a");
        look("b");

        assertThat(shelf.findFile("open", new Did("s", "a.0"))).isEmpty();
        assertThat(shelf.findFile("open", new Did("s", "b.100000"))).isPresent();
    }

    @Test
    void oneThatIsTooLongToBeReadIsNotTakenForAServerWithoutOpenData() {
        rucio.enqueue(new MockResponse.Builder().body(" ".repeat(33 << 20)).build());

        var problem = catchThrowableOfType(LakeException.class, () -> look("a")).problem();

        assertThat(problem.detail())
                .isEqualTo("What Open lake says of s:a is longer than what Lakeside takes of one answer.");
        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNFORESEEN);
    }

    private void look(String name) {
        shelf.content(Errand.LOOK, "open", new Did("s", name));
    }

    private void published(String did) {
        rucio.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body("{\"total\": %d, \"offset\": 0, \"dids\": [%s]}".formatted(did.isEmpty() ? 0 : 1, did))
                .build());
    }

    private void answer(String name, int files) {
        var rows = IntStream.range(0, files)
                .mapToObj(
                        "{\"scope\": \"s\", \"name\": \"%s.%%d\", \"bytes\": 1, \"adler32\": \"da19118f\", \"uris\": []}"
                                        .formatted(name)::formatted)
                .collect(Collectors.joining(", "));
        rucio.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body("{\"scope\": \"s\", \"name\": \"%s\", \"state\": \"PUBLIC\", \"files\": [%s]}"
                        .formatted(name, rows))
                .build());
    }
}
