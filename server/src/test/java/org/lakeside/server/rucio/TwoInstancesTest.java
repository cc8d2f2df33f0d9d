package org.lakeside.server.rucio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lakeside.server.rucio.PlayedInstance.SILENCE;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.Reach;
import org.lakeside.server.rucio.RucioInstances.Access;

/// One that hangs, and one that does not.
class TwoInstancesTest {
    @StartStop
    final MockWebServer dead = new MockWebServer();

    @StartStop
    final MockWebServer good = new MockWebServer();

    @Test
    void aDeadInstanceNeverDelaysAnother() throws Exception {
        dead.setDispatcher(always(SILENCE));
        good.setDispatcher(always(PlayedInstance.VERSION));
        try (var instances = instances();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var hanging = IntStream.range(0, 100)
                    .<Future<?>>mapToObj(_ -> callers.submit(() -> ask(instances, "dead")))
                    .toList();
            await().until(() -> dead.getRequestCount() == Errand.LOOK.limit());

            for (int i = 0; i < 100; i++) ask(instances, "good");

            assertThat(hanging).noneMatch(Future::isDone);
            assertThat(instances.reach("good")).isEqualTo(new Reach.Well());
            callers.shutdownNow();
        }
    }

    private static void ask(RucioInstances instances, String name) {
        assertThat(instances.instance(name).<String>call(Errand.LOOK, About.NOTHING, RucioClient::ping))
                .isEqualTo("41.5.1");
    }

    private RucioInstances instances() {
        var access = Stream.of(instance("dead", dead), instance("good", good))
                .map(one -> new Access(one, Optional.empty(), List.of()))
                .toList();
        return new RucioInstances(
                access,
                new Instances(access.stream().map(Access::instance).toList(), "good"),
                new Once<>(OkHttpClient::new),
                new Once<>(TlsTrust::system),
                Optional::empty,
                Timeouts.withSilence(Duration.ofMinutes(2)),
                Clock.systemUTC());
    }

    private static Instance instance(String name, MockWebServer server) {
        var url = URI.create("http://127.0.0.1:" + server.getPort());
        return new Instance(name, name, url, Optional.empty(), Optional.empty());
    }

    private static Dispatcher always(MockResponse answer) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer;
            }
        };
    }
}
