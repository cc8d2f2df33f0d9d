package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.Times;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.identity.Check.State;
import org.lakeside.server.lake.identity.Login.LoggedIn;

/// Looks at everything between a person and an instance, from the clock and the files to Rucio, one step after the
/// other; and says of each how it is and what to do.
final class Doctor {
    /// More than this, and servers begin to refuse what was just made.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final Tools tools;
    private final LoginDesk desk;
    private final Clock clock;

    Doctor(Tools tools, LoginDesk desk, Clock clock) {
        this.tools = tools;
        this.desk = desk;
        this.clock = clock;
    }

    /// @param means of whoever is logged in: what they use is what counts
    /// @param tokens theirs
    List<Check> examine(Instance instance, Login login, Optional<Means> means, TokenSource tokens) {
        if (instance.isOpen()) {
            var rucio = rucio(instance);
            return rucio.state() == State.OK ? List.of(clock(instance), rucio) : List.of(rucio);
        }
        var found = tools.discovery().look(instance);
        List<Check> checks = new ArrayList<>();
        var rucio = rucio(instance);
        checks.add(rucio.state() == State.OK ? clock(instance) : Check.skipped("clock", "Rucio cannot be asked."));
        for (var kind : Found.Kind.values()) checks.add(lying(kind, found));
        checks.add(FileModes.of(found));
        checks.add(authorities());
        var certificate = CertificateChecks.of(tools, means, found, clock);
        checks.addAll(certificate.checks());
        checks.add(ProxyChecks.of(tools, means, found, clock));
        checks.addAll(new VomsChecks(tools).of(wish(instance, means), certificate.person()));
        checks.add(rucio);
        checks.add(
                rucio.state() != State.OK
                        ? Check.skipped("identity", "Rucio cannot be asked.")
                        : login instanceof LoggedIn in
                                ? identity(instance, in, means, tokens)
                                : identity(instance, found));
        return checks;
    }

    private ProxyWish wish(Instance instance, Optional<Means> means) {
        return means.filter(CertificateMeans.class::isInstance)
                .map(one -> ((CertificateMeans) one).wish())
                .filter(wish -> !wish.vos().isEmpty())
                .orElseGet(() -> tools.discovery().wish(instance));
    }

    private Check clock(Instance instance) {
        try {
            var ahead = desk.clockAhead(instance);
            if (ahead.isEmpty())
                return Check.skipped("clock", "%s does not say what time it is there.".formatted(instance.label()));
            if (ahead.get().abs().compareTo(CLOCKS_DIFFER) <= 0)
                return Check.ok("clock", "It agrees with that of %s.".formatted(instance.label()));
            return new Check(
                    "clock",
                    State.FAILED,
                    "This machine's clock is %d minutes %s that of %s."
                            .formatted(
                                    ahead.get().abs().toMinutes(),
                                    ahead.get().isNegative() ? "behind" : "ahead of",
                                    instance.label()),
                    "Set it by NTP: proxies, tokens and certificates are good by the clock.");
        } catch (LakeException e) {
            return Check.of("clock", e.problem());
        }
    }

    /// Whether what lies there can be read and used.
    private Check lying(Found.Kind kind, List<Found> found) {
        var one = found.stream().filter(each -> each.kind() == kind).findFirst();
        if (one.isEmpty()) return Check.skipped(kind.word(), "There is none.");
        return one.get()
                .problem()
                .map(problem -> Check.of(kind.word(), problem))
                .orElseGet(() -> Check.ok(
                        kind.word(),
                        "%s: %s, until %s."
                                .formatted(
                                        one.get().from(),
                                        one.get().identity().orElse("?"),
                                        one.get()
                                                .until()
                                                .map(end -> Times.inWords(end, clock))
                                                .orElse("?"))));
    }

    private Check authorities() {
        var name = "authorities";
        var grid = tools.grid().get();
        if (grid.isEmpty())
            return new Check(
                    name,
                    State.WARNING,
                    "There is no directory with the grid's authorities; servers are believed by the system's alone.",
                    "Where your grid has authorities of its own, set X509_CERT_DIR to their directory.");
        var problems = grid.get().problems();
        if (!problems.isEmpty())
            return new Check(
                    name,
                    State.WARNING,
                    Check.sentences(problems.stream().map(Finding::sentence).toList()),
                    "Ask whoever keeps that directory.");
        return Check.ok(
                name,
                "%s: %d roots.".formatted(grid.get(), grid.get().authorities().size()));
    }

    private Check rucio(Instance instance) {
        try {
            return Check.ok("rucio", "%s answers, version %s.".formatted(instance.label(), desk.version(instance)));
        } catch (LakeException e) {
            return Check.of("rucio", e.problem());
        }
    }

    /// Whether Rucio knows the person of this login now: it may have been told to forget them since.
    private Check identity(Instance instance, LoggedIn in, Optional<Means> means, TokenSource tokens) {
        try {
            return Check.ok(
                    "identity",
                    "%s knows %s as account %s, by %s, until %s."
                            .formatted(
                                    instance.label(),
                                    in.identity(),
                                    asked(instance, in, means, tokens),
                                    in.source().word(),
                                    Times.inWords(in.expires(), clock)));
        } catch (LakeException e) {
            return Check.of("identity", e.problem());
        }
    }

    /// Certificates and proxies are shown anew, because Rucio goes on believing its own token when it
    /// knows the person no longer. All else by the token: a password is not shown without need, and a
    /// token is Rucio's too.
    private String asked(Instance instance, LoggedIn in, Optional<Means> means, TokenSource tokens) {
        var proof = switch (means.orElse(null)) {
            case CertificateMeans certificate -> Optional.<Proof>of(new Proof.Certificate(certificate.read()));
            case ProxyMeans proxy -> proxy.proxy().<Proof>map(Proof.Proxy::new);
            case null, default -> Optional.<Proof>empty();
        };
        return proof.isPresent()
                ? desk.login(instance, proof.get(), Optional.of(in.account())).account()
                : desk.account(instance, tokens);
    }

    /// Whether Rucio would know the person by what lies there.
    private Check identity(Instance instance, List<Found> found) {
        var usable = found.stream().filter(one -> one.problem().isEmpty()).findFirst();
        if (usable.isEmpty() || !"https".equals(instance.url().getScheme()))
            return new Check(
                    "identity",
                    State.WARNING,
                    "Nobody is logged in to %s.".formatted(instance.label()),
                    "Log in, in the panel or with `lakeside login`.");
        try {
            var token = desk.login(instance, usable.get().proof(), instance.account());
            return Check.ok(
                    "identity",
                    "%s knows %s as account %s; nobody is logged in, though."
                            .formatted(instance.label(), token.identity(), token.account()));
        } catch (LakeException e) {
            return Check.of("identity", e.problem());
        }
    }
}
