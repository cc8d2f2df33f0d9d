package org.lakeside.auth.x509;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Certificates of authorities on disk. What is wrong is said with the name of the file.
final class CaFiles {
    private static final long LONGEST = 16L * 1024 * 1024;
    private static final Pattern NAMES = Pattern.compile(".*\\.(pem|crt|cer|der)|[0-9a-f]{8}\\.[0-9]+");

    private CaFiles() {}

    static List<X509Certificate> certificatesIn(Path file) {
        if (Files.isDirectory(file)) {
            throw new TlsTrustException("the CA file %s is a directory; directories are added as such".formatted(file));
        }
        return CertificateText.certificates("the CA file " + file, content(file));
    }

    static List<X509Certificate> certificatesBelow(Path directory) {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : filesIn(directory)) {
            all.addAll(certificatesIn(file));
        }
        return all;
    }

    /// All that is wrong at once, for whoever has to put it right.
    static List<String> faultsBelow(Path directory) {
        List<String> faults = new ArrayList<>();
        try {
            for (Path file : filesIn(directory)) {
                findFault(file).ifPresent(faults::add);
            }
        } catch (TlsTrustException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return faults;
    }

    private static Optional<String> findFault(Path file) {
        try {
            certificatesIn(file);
            return Optional.empty();
        } catch (TlsTrustException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<Path> filesIn(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                boolean named = NAMES.matcher(entry.getFileName().toString()).matches();
                if (named && !Files.isDirectory(entry)) {
                    files.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            throw new TlsTrustException("the CA directory %s does not exist".formatted(directory), e);
        } catch (NotDirectoryException e) {
            throw new TlsTrustException("the CA directory %s is not a directory".formatted(directory), e);
        } catch (IOException e) {
            throw new TlsTrustException("the CA directory %s cannot be read (%s)".formatted(directory, reason(e)), e);
        }
        if (files.isEmpty()) {
            throw new TlsTrustException(
                    "the CA directory %s holds no certificates (*.pem, *.crt, *.cer, *.der, 1a2b3c4d.0)"
                            .formatted(directory));
        }
        files.sort(null);
        return files;
    }

    private static byte[] content(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new TlsTrustException("the CA file %s is longer than %d MiB, which no list of authorities is"
                        .formatted(file, LONGEST >> 20));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TlsTrustException("the CA file %s does not exist".formatted(file), e);
        } catch (IOException e) {
            throw new TlsTrustException("the CA file %s cannot be read (%s)".formatted(file, reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }
}
