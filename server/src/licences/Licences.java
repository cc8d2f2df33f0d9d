import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Writes a file for each library that goes into the service's jar: name, version, licence, and the texts that came with it.
/// A library without a text of its own gets those in this folder that are named for its group (`org.ow2.asm.txt`) and for its
/// licence, where that has no line about the copyright (`Apache-2.0.txt`). One that has neither ends the build.
///
/// `java Licences.java CLASSPATH TEXTS TARGET`, called by the build; knows what Maven's local repository looks like.
final class Licences {
    private static final Pattern TEXT =
            Pattern.compile("(META-INF/)?([^/]+/)*[^/]*(LICEN[SC]E|NOTICE|COPYING)[^/]*(?<!\\.class)", Pattern.CASE_INSENSITIVE);

    private Licences() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Files.createDirectories(Path.of(arguments[2]));
        try (var old = Files.list(target)) {
            old.forEach(Licences::delete);
        }
        List<String> without = new ArrayList<>();
        for (String entry : arguments[0].split(System.getProperty("path.separator"))) {
            Path jar = Path.of(entry);
            Path pom = jar.resolveSibling(jar.getFileName().toString().replaceAll("\\.jar$", ".pom"));
            if (!entry.endsWith(".jar") || !Files.exists(pom)) continue; // ours, from its target folder
            Library library = Library.of(jar, pom);
            List<String> texts = texts(library, Path.of(arguments[1]));
            if (texts.isEmpty()) without.add(library + ", " + library.licences());
            Files.writeString(
                    target.resolve(library.name() + "-" + library.version() + ".txt"),
                    "%s %s%n%s%nLicence: %s%n%s"
                            .formatted(library.name(), library.version(), library.group(), library.licence(), String.join("", texts)));
        }
        if (without.isEmpty()) return;
        System.err.println("no licence text, put one into server/src/licences as GROUP.txt: " + String.join("; ", without));
        System.exit(1);
    }

    /// What the library brought along; where that is a notice at most, what we have for it; nothing if there is neither.
    private static List<String> texts(Library library, Path ours) throws IOException {
        List<String> texts = new ArrayList<>();
        boolean licence = false;
        try (JarFile jar = new JarFile(library.jar().toFile())) {
            for (String name : names(jar)) {
                byte[] bytes = jar.getInputStream(jar.getEntry(name)).readAllBytes();
                texts.add(chapter(name, new String(bytes, StandardCharsets.UTF_8)));
                licence |= !name.toUpperCase(Locale.ROOT).contains("NOTICE");
            }
        }
        if (licence) return texts;
        List<String> ofOurs = library.names().stream().filter(name -> Files.exists(ours.resolve(name + ".txt"))).toList();
        for (String name : ofOurs) texts.add(chapter(name, Files.readString(ours.resolve(name + ".txt"))));
        return ofOurs.isEmpty() ? List.of() : texts;
    }

    private static TreeSet<String> names(JarFile jar) {
        TreeSet<String> names = new TreeSet<>();
        jar.stream().map(JarEntry::getName).filter(name -> TEXT.matcher(name).matches()).forEach(names::add);
        return names;
    }

    private static String chapter(String title, String text) {
        return "%n======== %s%n%n%s%n".formatted(title, text.replace("\r", "").strip());
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Library(Path jar, String group, String name, String version, List<String> licences) {
        static Library of(Path jar, Path pom) {
            Path version = jar.getParent();
            Element project = parse(pom);
            String group = child(project, "groupId")
                    .or(() -> child(project, "parent").flatMap(parent -> child(parent, "groupId")))
                    .map(Licences::text)
                    .orElseThrow();
            Path repository = version.getParent().getParent();
            for (String _ : group.split("\\.")) repository = repository.getParent();
            return new Library(
                    jar,
                    group,
                    version.getParent().getFileName().toString(),
                    version.getFileName().toString(),
                    licences(project, repository));
        }

        /// What texts of ours for it are called: its group's, that of the first of its licences.
        List<String> names() {
            return List.of(group, licences.getFirst());
        }

        String licence() {
            return String.join(" OR ", licences);
        }

        @Override
        public String toString() {
            return group + ":" + name + ":" + version;
        }

        private static List<String> licences(Element project, Path repository) {
            Optional<Element> here = child(project, "licenses");
            if (here.isPresent())
                return children(here.get(), "license").stream()
                        .map(licence -> spdx(text(child(licence, "name").orElseThrow())))
                        .toList();
            Element parent = child(project, "parent").orElseThrow(() -> new IllegalStateException("no licence named by " + project.getBaseURI()));
            String name = text(child(parent, "artifactId").orElseThrow());
            String version = text(child(parent, "version").orElseThrow());
            Path folder = repository.resolve(text(child(parent, "groupId").orElseThrow()).replace('.', '/')).resolve(name).resolve(version);
            return licences(parse(folder.resolve(name + "-" + version + ".pom")), repository);
        }
    }

    /// The name by which SPDX knows a licence that its library calls something else.
    private static String spdx(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        if (small.contains("apache")) return "Apache-2.0";
        if (small.startsWith("epl") || small.contains("eclipse public")) return "EPL-2.0";
        if (small.startsWith("edl") || small.contains("eclipse distribution")) return "BSD-3-Clause";
        if (small.contains("gpl2 w/ cpe")) return "GPL-2.0-only WITH Classpath-exception-2.0";
        return name.strip();
    }

    private static Element parse(Path pom) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
        } catch (Exception e) {
            throw new IllegalStateException("reading " + pom, e);
        }
    }

    private static Optional<Element> child(Element of, String name) {
        return children(of, name).stream().findFirst();
    }

    private static List<Element> children(Element of, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling())
            if (node instanceof Element element && element.getTagName().equals(name)) found.add(element);
        return found;
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }
}
