package org.lakeside.server.grid;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.KeyReserve;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;
import org.lakeside.auth.x509.proxy.VomsProxies;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.voms.VomsClient;
import org.lakeside.auth.x509.voms.Vomses;
import org.lakeside.server.lake.identity.ProxyWish;
import org.lakeside.server.lake.identity.ProxyWorkshop;

/// Proxies with memberships from real VOMS servers. Where those are is looked up each time: administrators change it
/// while services run.
public final class VomsWorkshop implements ProxyWorkshop, AutoCloseable {
    private static final Duration OLDEST_KEY = Duration.ofHours(1);

    private final Supplier<ServerTrust> trust;
    private final Supplier<OkHttpClient> http;
    private final Map<String, String> environment;
    private final Path home;
    private final Clock clock;

    // Guarded by `this`; made with the first proxy.
    private @Nullable KeyReserve keys;

    public VomsWorkshop(
            Supplier<ServerTrust> trust,
            Supplier<OkHttpClient> http,
            Map<String, String> environment,
            Path home,
            Clock clock) {
        this.trust = trust;
        this.http = http;
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.clock = clock;
    }

    @Override
    public GridProxy make(Credential person, ProxyWish wish) {
        var voms = new VomsClient(
                trust.get(), Vomses.standard(environment, home), http.get(), VomsClient.USUAL_LIMIT, clock);
        var options = ProxyOptions.usual().living(wish.life());
        return new VomsProxies(voms, new ProxyMaker(clock), keys()).make(person, wish.vos(), options);
    }

    @Override
    public List<String> vos() {
        return Vomses.standard(environment, home).vos();
    }

    private synchronized KeyReserve keys() {
        var known = keys;
        if (known != null) return known;
        var made = KeyReserve.keeping(1, OLDEST_KEY, clock);
        keys = made;
        return made;
    }

    @Override
    public synchronized void close() {
        Optional.ofNullable(keys).ifPresent(KeyReserve::close);
    }
}
