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
import org.lakeside.auth.x509.voms.Fqan;
import org.lakeside.auth.x509.voms.VomsClient;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.auth.x509.voms.Vomses;
import org.lakeside.server.lake.identity.Memberships;
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

    private @Nullable Vomses servers;
    private @Nullable VomsClient client;

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
        var options = ProxyOptions.usual().living(wish.life());
        return new VomsProxies(voms(), new ProxyMaker(clock), keys()).make(person, wish.vos(), options);
    }

    @Override
    public Memberships memberships(Credential person, String vo) {
        var answer = voms().ask(person, VomsRequest.everything(vo));
        return new Memberships(
                answer.attributes().vo(),
                answer.attributes().fqans().stream().map(Fqan::toString).toList(),
                answer.from().toString());
    }

    @Override
    public List<String> vos() {
        return Vomses.standard(environment, home).vos();
    }

    /// The same client while the servers are the same: it remembers which of them answer.
    private synchronized VomsClient voms() {
        var now = Vomses.standard(environment, home);
        var before = client;
        if (before != null && now.equals(servers)) return before;
        var made = new VomsClient(trust.get(), now, http.get(), VomsClient.USUAL_LIMIT, clock);
        servers = now;
        client = made;
        return made;
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
