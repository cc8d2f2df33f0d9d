package org.lakeside.server.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.auth.x509.TlsTrust;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem.Kind;

/// What somebody has handed in is zeros when it is no longer wanted: the very arrays, of which nobody has made others.
class ClearedTest {
    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final FakeDesk desk = new FakeDesk(clock);
    private final byte[] certificate = Person.certificatePem().getBytes(StandardCharsets.US_ASCII);
    private final byte[] key = Person.keyPem().getBytes(StandardCharsets.US_ASCII);
    private final char[] passphrase = "a passphrase".toCharArray();

    @Test
    void afterALogout() {
        var identities = identities();
        logIn(identities);
        assertThat(key).isNotEqualTo(new byte[key.length]); // for the next proxy

        identities.logOut("lake");

        assertThatAllIsCleared();
    }

    @Test
    void afterARefusal() {
        desk.refusal = Optional.of(Kind.WRONG_CREDENTIALS);
        var identities = identities();

        assertThatExceptionOfType(LakeException.class).isThrownBy(() -> logIn(identities));

        assertThatAllIsCleared();
    }

    @Test
    void whenSomebodyElseLogsIn() {
        var identities = identities();
        logIn(identities);

        identities.logIn(
                "lake",
                Person.key(),
                Passphrase.none(),
                new ProxyWish(List.of(), Duration.ofHours(1)),
                Optional.empty());

        assertThatAllIsCleared();
    }

    @Test
    void whenTheServiceEnds() {
        var identities = identities();
        logIn(identities);

        identities.close();

        assertThatAllIsCleared();
    }

    @Test
    void whenMembershipsWereAskedFor() {
        assertThatExceptionOfType(RuntimeException.class) // this workshop knows no VO
                .isThrownBy(() -> identities().memberships(place(), Passphrase.takingOver(passphrase), "escape"));

        assertThatAllIsCleared();
    }

    private void logIn(Identities identities) {
        identities.logIn(
                "lake",
                place(),
                Passphrase.takingOver(passphrase),
                new ProxyWish(List.of(), Duration.ofHours(1)),
                Optional.empty());
    }

    private KeyPlace place() {
        return new KeyPlace.Uploaded("jane.pem", certificate, key);
    }

    private void assertThatAllIsCleared() {
        assertThat(certificate).isEqualTo(new byte[certificate.length]);
        assertThat(key).isEqualTo(new byte[key.length]);
        assertThat(passphrase).isEqualTo(new char[passphrase.length]);
    }

    private Identities identities() {
        var nothing = Nothing.tools(clock);
        var tools = new Tools(
                (_, wish) -> Person.proxy(clock, wish.life()),
                nothing.discovery(),
                () -> ServerTrust.of(TlsTrust.system()),
                Optional::empty,
                nothing.providers(),
                new KernelFiles(directory.resolve("files"), "lake"));
        var lake = new Instance(
                "lake", "Little lake", URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.empty());
        return new Identities(new Instances(List.of(lake), "lake"), desk, new InMemoryTokens(), tools, clock);
    }
}
