package org.lakeside.auth.x509.voms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.lakeside.auth.x509.Dn;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Certificates;
import org.lakeside.auth.x509.credential.SecretFile;

/// Which servers may speak for which VO: `vomsdir/VO/HOST.lsc`, two lines for each certificate of the server's
/// chain, its subject and its issuer. Several chains in one file are separated by `------ NEXT CHAIN ------`. Older
/// sites have the server's certificate itself there, as PEM.
public final class VomsDir {
    private final Path directory;

    private VomsDir(Path directory) {
        this.directory = directory;
    }

    public static VomsDir in(Path directory) {
        return new VomsDir(directory);
    }

    /// `X509_VOMS_DIR`, or else `/etc/grid-security/vomsdir`.
    public static VomsDir standard(Map<String, String> environment) {
        String given = environment.getOrDefault("X509_VOMS_DIR", "");
        return in(Path.of(given.isEmpty() ? "/etc/grid-security/vomsdir" : given));
    }

    public Path directory() {
        return directory;
    }

    /// Whether the server with this chain, from its certificate to a root, speaks for the VO.
    boolean names(String vo, String host, List<X509Certificate> chain) {
        if (!isName(vo) || !isName(host)) return false; // they become paths
        if (certificates(vo).contains(chain.getFirst())) return true;
        Path lsc = directory.resolve(vo).resolve(host + ".lsc");
        return Files.isRegularFile(lsc)
                && chains(new String(SecretFile.readPublic(lsc), UTF_8)).stream()
                        .anyMatch(names -> fits(names, chain));
    }

    /// Certificates of servers that are there as they are.
    List<X509Certificate> certificates(String vo) {
        if (!isName(vo)) return List.of();
        var found = new ArrayList<X509Certificate>();
        for (Path place : List.of(directory.resolve(vo), directory))
            for (Path file : files(place)) found.addAll(certificatesIn(file));
        return found;
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) return List.of();
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lsc"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // as if nothing were there
        }
    }

    private static List<X509Certificate> certificatesIn(Path file) {
        try {
            return Certificates.in(file.toString(), SecretFile.readPublic(file));
        } catch (X509Exception e) {
            return List.of(); // some other file
        }
    }

    private static boolean isName(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    }

    private static List<List<String>> chains(String text) {
        var chains = new ArrayList<List<String>>();
        chains.add(new ArrayList<>());
        for (String line : text.split("\\R", -1)) {
            String content = line.strip();
            if (content.matches("-+ *NEXT CHAIN *-+")) chains.add(new ArrayList<>());
            else if (content.startsWith("/")) chains.getLast().add(content);
        }
        return chains;
    }

    private static boolean fits(List<String> names, List<X509Certificate> chain) {
        if (names.isEmpty() || names.size() % 2 != 0 || names.size() / 2 > chain.size()) return false;
        for (int i = 0; i < names.size() / 2; i++) {
            X509Certificate certificate = chain.get(i);
            if (!Dn.subject(certificate).isWritten(names.get(2 * i))
                    || !Dn.issuer(certificate).isWritten(names.get(2 * i + 1))) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
