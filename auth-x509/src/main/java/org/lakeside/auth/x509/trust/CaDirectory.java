package org.lakeside.auth.x509.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Certificates;
import org.lakeside.auth.x509.credential.SecretFile;

/// What was in a directory of authorities when it was read. Does not change; [GridTrust] reads it anew.
///
/// As for OpenSSL, trust begins at certificates that have signed themselves; others in the directory are links on
/// the way.
final class CaDirectory {
    private record ListOf(DirectoryFiles.Seen file, X509Certificate authority) {}

    private final DirectoryFiles files;
    private final Map<X500Principal, List<X509Certificate>> roots = new HashMap<>();
    private final Map<X500Principal, List<X509Certificate>> others = new HashMap<>();
    private final Map<X500Principal, Set<String>> hashes = new HashMap<>();
    private final Map<X500Principal, List<NamePolicy>> policies = new HashMap<>();
    private final ConcurrentMap<ListOf, RevocationList> lists = new ConcurrentHashMap<>();
    private final List<Finding> problems = new ArrayList<>();

    private CaDirectory(DirectoryFiles files) {
        this.files = files;
    }

    static CaDirectory read(DirectoryFiles files) {
        var directory = new CaDirectory(files);
        directory.readCertificates();
        for (X500Principal name : directory.hashes.keySet()) directory.policies.put(name, directory.policiesOf(name));
        return directory;
    }

    /// Keeps the revocation lists that have not changed since.
    CaDirectory knowing(CaDirectory before) {
        var still = Set.copyOf(files.byName().values());
        before.lists.forEach((list, content) -> {
            if (still.contains(list.file)) lists.put(list, content);
        });
        return this;
    }

    private void readCertificates() {
        var content = new LinkedHashMap<X509Certificate, Set<String>>();
        files.byName().forEach((name, seen) -> {
            if (!name.matches("[0-9a-f]{8}\\.\\d+")) return;
            try {
                String path = files.directory().resolve(name).toString();
                for (X509Certificate certificate : Certificates.in(path, SecretFile.readPublic(seen.real())))
                    content.computeIfAbsent(certificate, _ -> new LinkedHashSet<>())
                            .add(name.substring(0, 8));
            } catch (X509Exception e) {
                problems.add(e.finding());
            }
        });
        content.forEach((certificate, names) -> {
            X500Principal subject = certificate.getSubjectX500Principal();
            boolean root = subject.equals(certificate.getIssuerX500Principal());
            (root ? roots : others)
                    .computeIfAbsent(subject, _ -> new ArrayList<>())
                    .add(certificate);
            Set<String> all = hashes.computeIfAbsent(subject, _ -> new LinkedHashSet<>());
            all.addAll(CaHash.both(subject));
            all.addAll(names); // other software has hashed otherwise
        });
    }

    private List<NamePolicy> policiesOf(X500Principal name) {
        var found = new LinkedHashMap<DirectoryFiles.Seen, NamePolicy>();
        var self = Dn.of(name);
        for (String hash : hashes.getOrDefault(name, Set.of())) {
            policy(found, hash + ".signing_policy", text -> SigningPolicy.parse(text, self));
            policy(found, hash + ".namespaces", text -> Namespaces.parse(text, self));
        }
        return List.copyOf(found.values());
    }

    private void policy(Map<DirectoryFiles.Seen, NamePolicy> found, String name, Function<String, NamePolicy> parser) {
        DirectoryFiles.Seen file = files.byName().get(name);
        if (file == null || found.containsKey(file)) return;
        var policy = parser.apply(text(file));
        found.put(file, policy);
        if (!policy.speaks())
            problems.add(new Finding(
                    DAMAGED,
                    "%s does not say which names its authority may issue, so nothing of that authority is trusted. Install it anew."
                            .formatted(files.directory().resolve(name))));
    }

    private String text(DirectoryFiles.Seen file) {
        byte[] content;
        try {
            content = SecretFile.readPublic(file.real());
        } catch (X509Exception e) {
            problems.add(e.finding());
            return "";
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            return new String(content, ISO_8859_1);
        }
    }

    DirectoryFiles files() {
        return files;
    }

    boolean isEmpty() {
        return roots.isEmpty();
    }

    List<X509Certificate> roots() {
        return roots.values().stream().flatMap(Collection::stream).toList();
    }

    List<X509Certificate> roots(X500Principal name) {
        return roots.getOrDefault(name, List.of());
    }

    /// Roots and those below.
    List<X509Certificate> all() {
        return Stream.of(roots, others)
                .flatMap(each -> each.values().stream())
                .flatMap(Collection::stream)
                .toList();
    }

    /// Authorities below a root.
    List<X509Certificate> others(X500Principal name) {
        return others.getOrDefault(name, List.of());
    }

    /// What the files of this authority say of names.
    List<NamePolicy> policies(X500Principal name) {
        return policies.getOrDefault(name, List.of());
    }

    /// Its lists that can be used; what is wrong with the others is added to `unusable`.
    List<RevocationList> revocationLists(X509Certificate authority, List<String> unusable) {
        var found = new ArrayList<RevocationList>();
        revocationFiles(authority).forEach((file, name) -> {
            try {
                found.add(lists.computeIfAbsent(
                        new ListOf(file, authority), _ -> RevocationList.read(file.real(), authority)));
            } catch (RevocationList.Unusable e) {
                unusable.add(files.directory().resolve(name) + " " + e.getMessage());
            }
        });
        return found;
    }

    private Map<DirectoryFiles.Seen, String> revocationFiles(X509Certificate authority) {
        var found = new LinkedHashMap<DirectoryFiles.Seen, String>();
        X500Principal name = authority.getSubjectX500Principal();
        Set<String> known = hashes.containsKey(name) ? hashes.get(name) : CaHash.both(name);
        for (String hash : known)
            for (int i = 0; ; i++) {
                DirectoryFiles.Seen file = files.byName().get(hash + ".r" + i);
                if (file == null) break;
                found.putIfAbsent(file, hash + ".r" + i);
            }
        return found;
    }

    /// Files that could not be read.
    List<Finding> problems() {
        return List.copyOf(problems);
    }
}
