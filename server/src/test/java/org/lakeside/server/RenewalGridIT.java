package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.identity.KeyPlace;
import org.lakeside.server.lake.identity.ProxyWish;
import org.lakeside.server.lake.identity.Refreshable;
import org.lakeside.server.lake.transfer.DownloadState;

/// Credentials that live for a minute, of the real VOMS server and the real provider, shown to the real Rucio and the
/// real storages: five renewals of each, with downloads running, and nobody notices.
class RenewalGridIT extends ServiceOnGrid {
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final int RENEWALS = 5;

    private final Set<Object> proxies = new HashSet<>();
    private final Set<Object> tokens = new HashSet<>();
    private final List<String> failures = new ArrayList<>();

    @AfterEach
    void asUsual() throws Exception {
        Provider.set("{}");
    }

    @Test
    @Timeout(600)
    void fiveRenewalsOfProxyAndTokenPassUnnoticed() throws Exception {
        service.close();
        Provider.set("{\"lifetime\": 60}");
        var environment = environment(Map.of(
                "LAKESIDE_SETTINGS",
                settings().toString(),
                "LAKESIDE_RUCIO_URL",
                "",
                "LAKESIDE_RUCIO_NAME",
                "",
                "LAKESIDE_RUCIO_LABEL",
                ""));
        var clock = Clock.systemUTC();
        try (var wiring = new Wiring(
                Settings.read(environment),
                home.resolve("state"),
                new Wiring.Surroundings(environment, home, home.resolve("files")),
                clock)) {
            var identities = wiring.get().identities();
            identities.logIn(
                    "proxies",
                    new KeyPlace.Files(of("alice", "usercert.pem"), Optional.of(of("alice", "userkey.plain.pem"))),
                    Passphrase.none(),
                    new ProxyWish(List.of(VomsRequest.of("escape.test")), LIFE),
                    Optional.empty());
            identities.logIn(
                    "tokens",
                    new Refreshable(
                            URI.create(grid("GRID_OIDC_ISSUER")),
                            "lakeside",
                            Optional.empty(),
                            Provider.refreshToken("alice"),
                            Optional.empty(),
                            Optional.empty()),
                    Optional.empty());
            var end = Instant.now().plus(LIFE.multipliedBy(RENEWALS + 2));
            while ((proxies.size() <= RENEWALS || tokens.size() <= RENEWALS)
                    && Instant.now().isBefore(end)) {
                look();
                work(wiring, "proxies", "grid:davs");
                work(wiring, "tokens", "grid:token");
            }
        }

        assertThat(failures).isEmpty();
        assertThat(proxies).hasSizeGreaterThan(RENEWALS);
        assertThat(tokens).hasSizeGreaterThan(RENEWALS);
    }

    private void look() throws Exception {
        var proxy = ProxyFile.read(home.resolve("files/x509_proxy"));
        proxies.add(proxy.subject());
        tokens.add(Files.readString(home.resolve("files/bearer_token.tokens")));
        if (proxy.usefulUntil().isBefore(Instant.now())) failures.add("the proxy in its file has ended");
    }

    /// What people do: look something up, download it, throw it away.
    private void work(Wiring wiring, String instance, String did) {
        var parts = wiring.get();
        try {
            parts.catalogue().did(instance, Did.parse(did).orElseThrow());
            var begun = parts.downloads().start(instance, Did.parse(did).orElseThrow());
            var done = await().until(
                            () -> parts.downloads().find(begun.id()).orElseThrow(),
                            one -> one.state().over());
            if (!(done.state() instanceof DownloadState.Done)) failures.add(done.toString());
            for (var file : parts.store().filesOf(instance, Did.parse(did).orElseThrow(), Optional.empty(), 10))
                file.path().ifPresent(RenewalGridIT::delete);
            parts.downloads().forget(begun.id());
        } catch (LakeException e) {
            failures.add(e.getMessage());
        }
    }

    private static void delete(Path file) {
        assertThat(file.toFile().delete()).isTrue();
    }

    private Path settings() throws Exception {
        return Files.writeString(home.resolve("settings.yaml"), """
                default_instance: proxies
                instances:
                  proxies: {url: "%1$s"}
                  tokens: {url: "%1$s"}
                """.formatted(grid("GRID_RUCIO_URL")));
    }
}
