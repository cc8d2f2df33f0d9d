package org.lakeside.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.server.lake.Instance.Kind;

/// Everything that can be set, read once at the start from the settings file and, stronger, from `LAKESIDE_…` in the
/// environment. The keys, their defaults and what they mean are in the README's table; `SettingsTest` holds the keys.
public record Settings(
        Path dataDir,
        Path stateDir,
        int transfersAtOnce,
        Duration rucioTimeout,
        Duration stallTimeout,
        int listingRows,
        List<Path> caFiles,
        List<Path> caDirs,
        String defaultInstance,
        List<Instance> instances) {

    public Settings {
        caFiles = List.copyOf(caFiles);
        caDirs = List.copyOf(caDirs);
        instances = List.copyOf(instances);
    }

    /// One Rucio: `name` is what programs, paths and notebooks call it, `label` what people do; `voms` are the
    /// memberships of proxies that are made for it, `webUrl` is the site's own web interface.
    public record Instance(
            String name,
            String label,
            URI url,
            Optional<URI> authUrl,
            Optional<String> vo,
            Optional<String> account,
            List<Path> caFiles,
            List<VomsRequest> voms,
            Optional<URI> webUrl,
            Kind kind) {
        public Instance {
            caFiles = List.copyOf(caFiles);
            voms = List.copyOf(voms);
        }
    }

    /// Reads file and environment, or reports everything that is wrong with them at once.
    ///
    /// @throws WrongSettings with all that is wrong
    public static Settings read(Map<String, String> environment) {
        return new SettingsReader(environment).read();
    }

    public Optional<Instance> findInstance(String name) {
        return instances.stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst();
    }
}
