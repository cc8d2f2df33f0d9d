package org.lakeside.server.lake.identity;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.proxy.ProxyCheck;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.identity.Check.State;
import org.lakeside.server.lake.identity.Login.LoggedIn;

/// Looks at everything between a person and an instance, from the files to Rucio, one step after the other; and says of
/// each how it is and what to do.
final class Doctor {
    private final Tools tools;
    private final LoginDesk desk;
    private final Clock clock;

    Doctor(Tools tools, LoginDesk desk, Clock clock) {
        this.tools = tools;
        this.desk = desk;
        this.clock = clock;
    }

    List<Check> examine(Instance instance, Login login) {
        var found = tools.discovery().look(instance);
        List<Check> checks = new ArrayList<>();
        for (var kind : Found.Kind.values()) checks.add(lying(kind, found));
        checks.add(authorities());
        var person = person(found);
        checks.add(chain("certificate-trusted", person.map(Credential::chain)));
        checks.add(proxyTrusted(found));
        checks.add(membership(instance, person));
        checks.add(rucio(instance));
        checks.add(login(instance, login));
        return checks;
    }

    /// Whether what lies there can be read and used: file modes, key against certificate, dates.
    private static Check lying(Found.Kind kind, List<Found> found) {
        var one = found.stream().filter(each -> each.kind() == kind).findFirst();
        if (one.isEmpty()) return Check.skipped(kind.word(), "There is none.");
        var problem = one.get().problem();
        if (problem.isEmpty())
            return Check.ok(
                    kind.word(),
                    "%s: %s, until %s."
                            .formatted(
                                    one.get().from(),
                                    one.get().identity().orElse("?"),
                                    one.get().until().map(Object::toString).orElse("?")));
        return problem(kind.word(), problem.get());
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
        if (problems.isEmpty())
            return Check.ok(
                    name,
                    "%s: %d roots."
                            .formatted(grid.get(), grid.get().authorities().size()));
        return new Check(
                name,
                State.WARNING,
                sentences(problems.stream().map(Finding::sentence).toList()),
                "");
    }

    private Check chain(String name, Optional<List<X509Certificate>> chain) {
        var grid = tools.grid().get();
        if (chain.isEmpty()) return Check.skipped(name, "There is no certificate that could be read.");
        if (grid.isEmpty()) return Check.skipped(name, "There are no authorities of a grid.");
        var findings = grid.get().check(chain.get()).findings();
        return findings.isEmpty()
                ? Check.ok(name, "Its authority is known, and has not revoked it.")
                : new Check(
                        name,
                        State.FAILED,
                        sentences(findings.stream().map(Finding::sentence).toList()),
                        "Servers of this grid will refuse it.");
    }

    private Check proxyTrusted(List<Found> found) {
        var name = "proxy-trusted";
        var grid = tools.grid().get();
        var file = found.stream()
                .filter(one -> one.problem().isEmpty())
                .map(Found::place)
                .filter(Found.Place.OfProxy.class::isInstance)
                .map(one -> ((Found.Place.OfProxy) one).file())
                .findFirst();
        if (file.isEmpty()) return Check.skipped(name, "There is no proxy that could be read.");
        if (grid.isEmpty()) return Check.skipped(name, "There are no authorities of a grid.");
        try {
            var findings = ProxyCheck.withoutMemberships(grid.get(), clock).of(ProxyFile.read(file.get()));
            return findings.isEmpty()
                    ? Check.ok(name, "Every link of it holds.")
                    : new Check(
                            name,
                            State.FAILED,
                            sentences(findings.stream().map(Finding::sentence).toList()),
                            "Make a new one.");
        } catch (X509Exception e) {
            return new Check(name, State.FAILED, e.finding().sentence(), "");
        }
    }

    /// Asks the VOs of the settings, as a login would.
    private Check membership(Instance instance, Optional<Credential> person) {
        var name = "voms";
        var wish = tools.discovery().wish(instance);
        if (wish.vos().isEmpty())
            return Check.skipped(name, "The settings name no VO for %s.".formatted(instance.label()));
        if (person.isEmpty()) return Check.skipped(name, "There is no certificate to ask with.");
        try {
            var proxy = CredentialProblems.told(() -> tools.workshop().make(person.get(), wish), "the certificate");
            var vos = proxy.attributes().stream()
                    .map(one -> one.vo() + " " + one.fqans())
                    .collect(Collectors.joining(", "));
            return Check.ok(name, "Member of %s.".formatted(vos));
        } catch (LakeException e) {
            return problem(name, e.problem());
        }
    }

    private Check rucio(Instance instance) {
        try {
            return Check.ok("rucio", "%s answers, version %s.".formatted(instance.label(), desk.version(instance)));
        } catch (LakeException e) {
            return problem("rucio", e.problem());
        }
    }

    private static Check login(Instance instance, Login login) {
        return login instanceof LoggedIn in
                ? Check.ok(
                        "login",
                        "%s knows %s as account %s, by %s, until %s."
                                .formatted(
                                        instance.label(),
                                        in.identity(),
                                        in.account(),
                                        in.source().word(),
                                        in.expires()))
                : new Check(
                        "login",
                        State.WARNING,
                        "Nobody is logged in to %s.".formatted(instance.label()),
                        "Log in, in the panel or with `lakeside login`.");
    }

    private static Check problem(String name, Problem problem) {
        var state = problem.kind() == Problem.Kind.PASSPHRASE_NEEDED ? State.WARNING : State.FAILED;
        return new Check(name, state, problem.detail(), problem.remedy());
    }

    private static Optional<Credential> person(List<Found> found) {
        for (var one : found)
            if (one.problem().isEmpty() && one.place() instanceof Found.Place.OfKey(var place))
                return Optional.of(place.read(Passphrase.none()));
        return Optional.empty();
    }

    private static String sentences(List<String> all) {
        return String.join(" ", all);
    }
}
