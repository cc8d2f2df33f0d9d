package org.lakeside.server.lake.identity;

import java.nio.file.Files;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyCheck;
import org.lakeside.auth.x509.proxy.ProxyFile;
import org.lakeside.auth.x509.trust.GridTrust;
import org.lakeside.auth.x509.voms.AttributeCheck;
import org.lakeside.auth.x509.voms.VomsDir;
import org.lakeside.server.lake.identity.Check.State;

/// Whether servers would believe the proxy.
final class ProxyChecks {
    private static final String NAME = "proxy-chain";

    private static final Set<Kind> OF_LINKS =
            EnumSet.of(Kind.TOO_DEEP, Kind.LIMITED, Kind.BAD_PROXY, Kind.NO_CERTIFICATE, Kind.MAY_NOT_SIGN);

    private ProxyChecks() {}

    /// Throws what is wrong with its links, and memberships that are another's. Authorities and their lists are for
    /// those who are shown it to judge.
    static void requireWhole(GridProxy proxy, Tools tools, Clock clock) {
        Finding.throwFirst(AttributeCheck.holders(proxy.credential().chain()));
        tools.grid()
                .get()
                .ifPresent(grid -> Finding.throwFirst(ProxyCheck.withoutMemberships(grid, clock).of(proxy).stream()
                        .filter(one -> OF_LINKS.contains(one.kind()))
                        .toList()));
    }

    static Check of(Tools tools, Optional<Means> means, List<Found> found, Clock clock) {
        try {
            var proxy = means.flatMap(Means::proxy).or(() -> lying(found));
            if (proxy.isEmpty()) return Check.skipped(NAME, "There is no proxy that could be read.");
            var grid = tools.grid().get();
            if (grid.isEmpty()) return Check.skipped(NAME, "There are no authorities of a grid.");
            var findings = check(grid.get(), tools.discovery().vomsDir(), clock).of(proxy.get());
            if (!findings.isEmpty() && findings.stream().allMatch(one -> one.kind() == Kind.UNKNOWN_ISSUER))
                return new Check(
                        NAME,
                        State.WARNING,
                        Check.sentences(findings.stream().map(Finding::sentence).toList()),
                        "Storages look for themselves: only if one refuses you, tell your administrators.");
            return Check.of(NAME, findings, "Every link of %s holds.".formatted(proxy.get()), "Make a new one.");
        } catch (X509Exception e) {
            return new Check(NAME, State.FAILED, e.finding().sentence(), "Make a new one.");
        }
    }

    /// Whose servers speak for a VO is known only where there is a directory of them.
    private static ProxyCheck check(GridTrust grid, VomsDir vomsDir, Clock clock) {
        return Files.isDirectory(vomsDir.directory())
                ? ProxyCheck.of(grid, new AttributeCheck(grid, vomsDir, clock), clock)
                : ProxyCheck.withoutMemberships(grid, clock);
    }

    private static Optional<GridProxy> lying(List<Found> found) {
        return found.stream()
                .filter(one -> one.problem().isEmpty())
                .map(Found::place)
                .filter(Found.Place.OfProxy.class::isInstance)
                .map(place -> ProxyFile.read(((Found.Place.OfProxy) place).file()))
                .findFirst();
    }
}
