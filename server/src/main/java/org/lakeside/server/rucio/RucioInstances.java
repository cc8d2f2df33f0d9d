package org.lakeside.server.rucio;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.TlsTrustException;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.Timeouts;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Reach;
import org.lakeside.server.lake.Reachability;

/// The instances that can be called, each with a client of its own that is made at the first call.
public final class RucioInstances implements Reachability, AutoCloseable {
    /// Rucio looks for the replicas of all files of a public DID before it says the first word.
    private static final int MORE_FOR_OPEN_DATA = 3;

    private final Map<String, RucioInstance> byName = new LinkedHashMap<>();
    private final Instances instances;
    private final LaterOnThreads later = new LaterOnThreads();
    private final List<BiConsumer<String, Reach>> listeners = new CopyOnWriteArrayList<>();

    /// What calling an instance takes beyond what `lake` knows of it.
    public record Access(Instance instance, Optional<URI> authUrl, List<Path> caFiles) {
        public Access {
            caFiles = List.copyOf(caFiles);
        }
    }

    /// Instances that have not been called yet.
    ///
    /// @param http whose connections and threads are shared
    /// @param trust whom to believe beside an instance's own CA files
    /// @param grid the authorities of the grid, if this machine has any
    public RucioInstances(
            List<Access> all,
            Instances instances,
            Supplier<OkHttpClient> http,
            Supplier<TlsTrust> trust,
            Supplier<Optional<GridTrust>> grid,
            Timeouts limits,
            Clock clock) {
        this.instances = instances;
        for (var one : all) {
            var server = new Once<>(() -> trust(one, trust.get(), grid.get()));
            var line = new RucioInstance.Line(
                    one.authUrl().orElse(one.instance().url()),
                    patience -> client(one, http.get(), server.get(), patience, clock),
                    server,
                    one.instance().isOpen()
                            ? Timeouts.withSilence(limits.silence().multipliedBy(MORE_FOR_OPEN_DATA))
                            : limits);
            var name = one.instance().name();
            byName.put(
                    name,
                    new RucioInstance(
                            one.instance(),
                            line,
                            clock,
                            later,
                            reach -> listeners.forEach(listener -> listener.accept(name, reach))));
        }
    }

    @Override
    public Reach reach(String instance) {
        return instance(instance).reach();
    }

    @Override
    public Reach tryNow(String instance) {
        return instance(instance).tryNow();
    }

    @Override
    public void listen(BiConsumer<String, Reach> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        byName.values().forEach(RucioInstance::close);
        later.close();
    }

    RucioInstance instance(String name) {
        var found = byName.get(instances.instance(name).name());
        if (found == null) throw new IllegalStateException("no access to " + name);
        return found;
    }

    private static RucioClient client(
            Access access, OkHttpClient http, ServerTrust trust, Timeouts limits, Clock clock) {
        var builder = RucioClient.builder(access.instance().url())
                .httpClient(
                        access.caFiles().isEmpty()
                                ? http
                                : TlsIdentity.nobody(trust)
                                        .apply(http.newBuilder())
                                        .build())
                .timeouts(limits)
                .clock(clock);
        access.authUrl().ifPresent(builder::authUrl);
        access.instance().vo().ifPresent(builder::vo);
        return builder.build();
    }

    private static ServerTrust trust(Access access, TlsTrust all, Optional<GridTrust> grid) {
        try {
            var own = all;
            for (var file : access.caFiles()) own = own.plus(file);
            var together = own;
            return grid.map(one -> ServerTrust.of(one, together)).orElseGet(() -> ServerTrust.of(together));
        } catch (TlsTrustException e) {
            throw new LakeException(
                    new Problem(
                                    Problem.Kind.MISCONFIGURED,
                                    "The CA files of %s cannot be used: %s."
                                            .formatted(access.instance().label(), e.getMessage()),
                                    "Correct ca_files in the settings, then restart Jupyter.")
                            .with(Problem.INSTANCE, access.instance().name()),
                    e);
        }
    }
}
