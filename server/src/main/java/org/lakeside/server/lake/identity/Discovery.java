package org.lakeside.server.lake.identity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.KeyFiles;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.credential.UserNumber;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.voms.VomsDir;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// Looks for what is there already, in this order: the hub's token; a token by the discovery of WLCG (`BEARER_TOKEN`,
/// `BEARER_TOKEN_FILE`, `bt_u` and the user's number in `XDG_RUNTIME_DIR` or `/tmp`); a proxy that was made in a
/// terminal, at `X509_USER_PROXY` or `/tmp/x509up_u` and the number; a certificate at `X509_USER_CERT` and
/// `X509_USER_KEY` or in `~/.globus`; what a service before this one has left for kernels.
public final class Discovery {
    private final Map<String, String> environment;
    private final Path home;
    private final Path temporary;
    private final Optional<TokenPlace> hub;
    private final Map<String, ProxyWish> wishes;
    private final Terminals terminals;
    private final Clock clock;
    /// Guarded by itself.
    private final Backoff hubRest = new Backoff();

    private volatile Read lastRead = Read.NOTHING;

    /// Looks nowhere yet.
    ///
    /// @param temporary usually `/tmp`
    /// @param wishes of instances, for proxies made of a certificate that was found
    /// @param terminals what lies where kernels and terminals are told that theirs is
    public Discovery(
            Map<String, String> environment,
            Path home,
            Path temporary,
            Optional<TokenPlace> hub,
            Map<String, ProxyWish> wishes,
            Terminals terminals,
            Clock clock) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.temporary = temporary;
        this.hub = hub;
        this.wishes = Map.copyOf(wishes);
        this.terminals = terminals;
        this.clock = clock;
    }

    /// All that is there, the best first.
    public List<Found> look(Instance instance) {
        List<Found> found = new ArrayList<>();
        hub.map(place -> token(Found.Kind.HUB, place)).ifPresent(found::add);
        found.addAll(lookHere(instance));
        return found;
    }

    /// The same without a person who waits: a hub that had nothing is left in peace for a while.
    List<Found> lookAgain(Instance instance) {
        synchronized (hubRest) {
            if (hub.isEmpty() || hubRest.restsAt(clock.instant())) return lookHere(instance);
        }
        var found = look(instance);
        synchronized (hubRest) {
            if (found.getFirst().problem().isPresent()) hubRest.failed(clock.instant());
            else hubRest.forget();
        }
        return found;
    }

    private List<Found> lookHere(Instance instance) {
        List<Found> found = new ArrayList<>();
        tokenPlace().map(place -> token(Found.Kind.TOKEN, place)).ifPresent(found::add);
        proxyFile().filter(Files::exists).map(this::proxy).ifPresent(found::add);
        keyPlace().map(this::certificate).ifPresent(found::add);
        terminals
                .leftToken(instance.name())
                .map(file -> token(Found.Kind.TOKEN, new TokenFile(file)))
                .ifPresent(found::add);
        terminals.leftProxy(instance.name()).map(this::proxy).ifPresent(found::add);
        return found;
    }

    /// Which servers may speak for which VO, where all grid tools look.
    VomsDir vomsDir() {
        return VomsDir.standard(environment);
    }

    ProxyWish wish(Instance instance) {
        return wishes.getOrDefault(instance.name(), ProxyWish.plain());
    }

    /// A good proxy where all grid tools look, whoever is logged in how.
    Optional<GridProxy> proxyLyingAbout() {
        return proxyFile().flatMap(this::read).filter(one -> !isOver(one));
    }

    /// Each piece of a download asks: what has not changed is not read again.
    private Optional<GridProxy> read(Path file) {
        var mark = FileMark.of(file);
        var before = lastRead;
        if (mark.isEmpty() || before.isOf(file, mark)) return mark.isEmpty() ? Optional.empty() : before.proxy();
        Optional<GridProxy> proxy;
        try {
            proxy = Optional.of(ProxyFile.read(file));
        } catch (X509Exception e) {
            proxy = Optional.empty();
        }
        lastRead = new Read(file, mark, proxy);
        return proxy;
    }

    private record Read(Path file, Optional<FileMark> mark, Optional<GridProxy> proxy) {
        static final Read NOTHING = new Read(Path.of(""), Optional.empty(), Optional.empty());

        boolean isOf(Path other, Optional<FileMark> otherMark) {
            return file.equals(other) && mark.equals(otherMark);
        }
    }

    /// The same for a token in a file: one in the environment is there for kernels and terminals as it is.
    Optional<BearerToken> tokenLyingAbout() {
        try {
            return tokenFile()
                    .map(TokenFile::read)
                    .filter(one -> clock.instant().isBefore(one.expires()));
        } catch (LakeException e) {
            return Optional.empty();
        }
    }

    private Optional<TokenPlace> tokenPlace() {
        var text = get("BEARER_TOKEN");
        if (text.isPresent()) return Optional.of(new GivenToken("BEARER_TOKEN", text.get()));
        return tokenFile().map(file -> file);
    }

    private Optional<TokenFile> tokenFile() {
        return Stream.of(
                        terminals.token(),
                        get("BEARER_TOKEN_FILE").map(Path::of),
                        get("XDG_RUNTIME_DIR").map(directory -> Path.of(directory, "bt_u" + UserNumber.own())),
                        Optional.of(temporary.resolve("bt_u" + UserNumber.own())))
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .findFirst()
                .map(TokenFile::new);
    }

    private Optional<Path> proxyFile() {
        return terminals
                .proxy()
                .or(() -> get("X509_USER_PROXY").map(Path::of))
                .or(() -> Optional.of(temporary.resolve("x509up_u" + UserNumber.own())));
    }

    private Optional<KeyPlace.Files> keyPlace() {
        return KeyFiles.standard(environment, home).map(files -> new KeyPlace.Files(files.certificate(), files.key()));
    }

    private Found token(Found.Kind kind, TokenPlace place) {
        var how = new Found.Place.OfToken(place);
        try {
            var token = place.read();
            var ended = clock.instant().isBefore(token.expires())
                    ? Optional.<Problem>empty()
                    : Optional.of(ended("token", place.name(), token.expires()));
            return new Found(
                    kind, place.name(), Optional.of(token.identity()), Optional.of(token.expires()), ended, how);
        } catch (LakeException e) {
            return new Found(kind, place.name(), Optional.empty(), Optional.empty(), Optional.of(e.problem()), how);
        }
    }

    private Found proxy(Path file) {
        var how = new Found.Place.OfProxy(file);
        try {
            var proxy = CredentialProblems.told(() -> ProxyFile.read(file), file.toString());
            var ended = isOver(proxy)
                    ? Optional.of(ended("proxy", file.toString(), proxy.expires()))
                    : Optional.<Problem>empty();
            return new Found(
                    Found.Kind.PROXY,
                    file.toString(),
                    Optional.of(proxy.identity().slashed()),
                    Optional.of(proxy.usefulUntil()),
                    ended,
                    how);
        } catch (LakeException e) {
            return new Found(
                    Found.Kind.PROXY,
                    file.toString(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(e.problem()),
                    how);
        }
    }

    private Found certificate(KeyPlace.Files place) {
        var how = new Found.Place.OfKey(place);
        try {
            var person = CredentialProblems.told(() -> place.read(Passphrase.none()), place.name());
            var problem = person.problemsAt(clock.instant()).stream()
                    .findFirst()
                    .map(finding -> new Problem(Kind.CREDENTIAL_UNUSABLE, finding.sentence(), ""));
            return new Found(
                    Found.Kind.CERTIFICATE,
                    place.name(),
                    Optional.of(person.subject().slashed()),
                    Optional.of(person.expires()),
                    problem,
                    how);
        } catch (LakeException e) {
            return new Found(
                    Found.Kind.CERTIFICATE,
                    place.name(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(e.problem()),
                    how);
        }
    }

    private Problem ended(String what, String where, Instant when) {
        return new Problem(
                Kind.CREDENTIAL_UNUSABLE,
                "The %s in %s has ended at %s.".formatted(what, where, Times.inWords(when, clock)),
                "Make a new one.");
    }

    private boolean isOver(GridProxy proxy) {
        return !clock.instant().isBefore(proxy.expires());
    }

    private Optional<String> get(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }
}
