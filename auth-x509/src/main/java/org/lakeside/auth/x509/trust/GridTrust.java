package org.lakeside.auth.x509.trust;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.Times;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;

/// Trust in the authorities of a grid directory, usually `/etc/grid-security/certificates`: their certificates under
/// hashed names, the names they may issue (`signing_policy`, `namespaces`), and what they have revoked.
///
/// Sites update that directory while programs run. It is looked at again when it is used, at most once in an
/// interval; what has changed counts from then on. A directory that has suddenly no authority at all is being
/// replaced: what it had before stays.
public final class GridTrust {
    /// What happens when an authority's files leave something open.
    public enum Strictness {
        /// Policies and revocation lists count where they are.
        WHAT_IS_THERE,
        /// Every authority must have a policy and a revocation list.
        EVERYTHING_SAID
    }

    private final Path directory;
    private final Strictness strictness;
    private final Duration lookAgain;
    private final Clock clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile CaDirectory known;
    private volatile Instant looked;

    private GridTrust(Path directory, Strictness strictness, Duration lookAgain, Clock clock) {
        this.directory = directory;
        this.strictness = strictness;
        this.lookAgain = lookAgain;
        this.clock = clock;
        this.looked = clock.instant();
        this.known = CaDirectory.read(DirectoryFiles.in(directory));
    }

    /// Looks again once a minute.
    public static GridTrust in(Path directory) {
        return in(directory, Strictness.WHAT_IS_THERE, Duration.ofMinutes(1), Clock.systemUTC());
    }

    public static GridTrust in(Path directory, Strictness strictness, Duration lookAgain, Clock clock) {
        return new GridTrust(directory, strictness, lookAgain, clock);
    }

    /// What is in it now. The same object as before if nothing has changed.
    CaDirectory current() {
        Instant now = clock.instant();
        boolean due = Duration.between(looked, now).abs().compareTo(lookAgain) >= 0;
        if (due && looking.tryLock()) { // others go on with what is known
            try {
                looked = now;
                look();
            } finally {
                looking.unlock();
            }
        }
        return known;
    }

    private void look() {
        CaDirectory before = known;
        try {
            var files = DirectoryFiles.in(directory);
            if (files.equals(before.files())) return;
            CaDirectory read = CaDirectory.read(files);
            if (!read.isEmpty() || before.isEmpty()) known = read.knowing(before);
        } catch (X509Exception e) {
            return; // the directory is away for the moment
        }
    }

    /// Something that is the same object as long as nothing has changed: who keeps TLS sessions drops them when it
    /// is another.
    public Object version() {
        return current();
    }

    /// Checks a chain that ends in a person's or a host's certificate; proxies are not for this. The certificate is
    /// the first, what else came along may be in any order and incomplete.
    public Verdict check(List<X509Certificate> chain) {
        if (chain.isEmpty()) return new Verdict(chain, List.of(new Finding(Kind.NO_CERTIFICATE, "No certificate.")));
        CaDirectory directoryNow = current();
        var search = new PathSearch(directoryNow, chain.subList(1, chain.size()), clock.instant());
        return search.from(chain.getFirst())
                .map(path -> new Verdict(path, new PathCheck(directoryNow, strictness, clock.instant()).of(path)))
                .orElseGet(() -> new Verdict(chain.subList(0, 1), List.of(search.failure())));
    }

    /// The chain with the authorities between it and a root behind it: many servers know the roots only. As it was
    /// if no way is found.
    public List<X509Certificate> complete(List<X509Certificate> chain) {
        if (chain.isEmpty()) return chain;
        var above = new PathSearch(current(), List.of(), clock.instant()).from(chain.getLast());
        if (above.isEmpty() || above.get().size() < 3) return chain;
        var complete = new ArrayList<>(chain);
        complete.addAll(above.get().subList(1, above.get().size() - 1));
        return List.copyOf(complete);
    }

    /// The roots.
    public List<X509Certificate> authorities() {
        return current().roots();
    }

    /// What an administrator should mend in the directory: no authorities, files that cannot be read, revocation
    /// lists that are out of date.
    public List<Finding> problems() {
        CaDirectory now = current();
        var problems = new ArrayList<>(now.problems());
        if (now.isEmpty())
            problems.add(new Finding(
                    Kind.UNKNOWN_AUTHORITY,
                    "%s has no authority. Install the certificates of your grid there (files such as 1a2b3c4d.0)."
                            .formatted(directory)));
        for (X509Certificate authority : now.all()) {
            var unusable = new ArrayList<String>();
            List<RevocationList> lists = now.revocationLists(authority, unusable);
            unusable.forEach(why -> problems.add(new Finding(Kind.DAMAGED, "The revocation list " + why + ".")));
            if (!lists.isEmpty() && lists.stream().allMatch(list -> list.isStale(clock.instant())))
                problems.add(new Finding(
                        Kind.REVOCATION_LIST_EXPIRED,
                        "The revocation list of %s ended at %s. Fetch it anew, usually with fetch-crl."
                                .formatted(
                                        Dn.subject(authority),
                                        Times.inWords(lists.getFirst().expires().orElseThrow(), clock.instant()))));
        }
        return problems;
    }

    @Override
    public String toString() {
        return "authorities in " + directory;
    }
}
