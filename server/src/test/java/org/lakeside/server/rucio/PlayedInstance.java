package org.lakeside.server.rucio;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.SearchQuery;
import org.lakeside.rucio.client.SearchType;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.RucioSays;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Reach;

/// An instance whose server says what a real one cannot be made to: nothing, or "not now".
final class PlayedInstance {
    static final MockResponse VERSION =
            new MockResponse.Builder().body("{\"version\": \"41.5.1\"}").build();
    static final MockResponse SILENCE = new MockResponse.Builder()
            .onResponseStart(SocketEffect.Stall.INSTANCE)
            .build();
    static final MockResponse BROKEN = new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket())
            .build();
    private static final MockResponse FILE = new MockResponse.Builder()
            .body(
                    "{\"scope\": \"s\", \"name\": \"n\", \"type\": \"FILE\", \"account\": \"a\", \"bytes\": 1, \"length\": 1}")
            .build();
    private static final Did DID = new Did("s", "n");
    private static final TokenSource TOKENS = new TokenSource() {
        @Override
        public RucioToken token() {
            return new RucioToken("token", "jdoe", "jane", Instant.MAX);
        }

        @Override
        public RucioToken renewed(RucioToken refused) {
            return token();
        }
    };

    final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    final HandLater later = new HandLater(clock);
    final List<Reach> told = new CopyOnWriteArrayList<>();
    final AtomicInteger pings = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    volatile MockResponse ping = VERSION;
    volatile MockResponse search = new MockResponse.Builder().build();
    volatile MockResponse look = FILE;
    private final RucioInstance instance;

    /// @param silence how long the server may be silent
    PlayedInstance(MockWebServer server, Duration silence) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(String.valueOf(request.getTarget()));
            }
        });
        var url = URI.create("http://127.0.0.1:" + server.getPort());
        var lake = new Instance("lake", "Little lake", url, Optional.empty(), Optional.empty());
        instance = new RucioInstance(
                lake,
                new RucioInstance.Line(
                        url,
                        limits -> RucioClient.builder(url).timeouts(limits).build(),
                        () -> ServerTrust.of(TlsTrust.system()),
                        new Timeouts(Duration.ofSeconds(5), silence, silence.multipliedBy(2))),
                clock,
                later,
                told::add);
    }

    private MockResponse answer(String target) {
        if (target.equals("/ping")) {
            pings.incrementAndGet();
            return ping;
        }
        calls.incrementAndGet();
        if (target.contains("/dids/search")) return search;
        return target.startsWith("/auth/") ? RucioSays.welcome("jdoe", "token") : look;
    }

    void everythingIs(MockResponse answer) {
        ping = answer;
        search = answer;
        look = answer;
    }

    void allIsWell() {
        ping = VERSION;
        search = new MockResponse.Builder().build();
        look = FILE;
    }

    Reach reach() {
        return instance.reach();
    }

    RucioInstance instance() {
        return instance;
    }

    void search() {
        var query = new SearchQuery("s", "n*", SearchType.ALL, 10);
        instance.stream(Errand.LIST, About.NOTHING, rucio -> rucio.dids().search(TOKENS, query))
                .close();
    }

    void look() {
        call(Errand.LOOK, rucio -> rucio.dids().did(TOKENS, DID));
    }

    void askForADownload() {
        call(Errand.TRANSFER, rucio -> rucio.dids().did(TOKENS, DID));
    }

    void logIn() {
        call(Errand.LOGIN, rucio -> rucio.login(new UserPassword("jane", "secret"), Optional.empty()));
    }

    private <T> void call(Errand errand, Function<RucioClient, T> what) {
        var unused = instance.call(errand, About.NOTHING, what);
    }
}
