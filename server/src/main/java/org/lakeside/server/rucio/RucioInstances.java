package org.lakeside.server.rucio;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/// The instances that can be called, each with a client of its own that is made at the first call.
public final class RucioInstances {
    private final Map<String, RucioInstance> byName = new LinkedHashMap<>();
    private final Instances instances;

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
            byName.put(
                    one.instance().name(),
                    new RucioInstance(
                            one.instance(),
                            one.authUrl().orElse(one.instance().url()),
                            new Once<>(() -> client(one, http.get(), server.get(), limits, clock)),
                            server,
                            limits));
        }
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
