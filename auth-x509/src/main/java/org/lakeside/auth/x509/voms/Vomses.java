package org.lakeside.auth.x509.voms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.SecretFile;

/// Which VOMS servers there are: `vomses`, a file, or a directory of such files, with lines like
///
/// ```
/// "alias" "voms.lab.test" "15001" "/DC=test/CN=voms.lab.test" "vo" "24"
/// ```
///
/// Quotes may be single, double or missing, the last column too. What cannot be read is kept in [#problems] and
/// disturbs nothing else.
///
/// @param servers in the order of the files
public record Vomses(List<VomsServer> servers, List<Finding> problems) {
    private static final Pattern COLUMN = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|(\\S+)");

    public Vomses {
        servers = List.copyOf(servers);
        problems = List.copyOf(problems);
    }

    /// Where the official clients look: `VOMS_USERCONF`, or else the user's own files and then the machine's.
    public static Vomses standard(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("VOMS_USERCONF", "");
        if (!own.isEmpty()) return in(Path.of(own));
        String location = environment.getOrDefault("VOMS_LOCATION", "");
        return in(Stream.of(
                        Optional.of(home.resolve(".glite/vomses")),
                        Optional.of(home.resolve(".voms/vomses")),
                        Optional.of(location)
                                .filter(given -> !given.isEmpty())
                                .map(given -> Path.of(given, "etc/vomses")),
                        Optional.of(Path.of("/etc/vomses")),
                        Optional.of(Path.of("/etc/grid-security/vomses")))
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .toArray(Path[]::new));
    }

    /// Files and directories, in this order.
    public static Vomses in(Path... places) {
        var servers = new ArrayList<VomsServer>();
        var problems = new ArrayList<Finding>();
        for (Path place : places)
            for (Path file : files(place, problems))
                try {
                    parse(file.toString(), new String(SecretFile.readPublic(file), ISO_8859_1), servers, problems);
                } catch (X509Exception e) {
                    problems.add(e.finding());
                }
        return new Vomses(servers.stream().distinct().toList(), problems);
    }

    private static List<Path> files(Path place, List<Finding> problems) {
        if (!Files.isDirectory(place)) return List.of(place);
        try (var found = Files.walk(place, 2)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(new Finding(Kind.UNREADABLE, "The directory %s cannot be read.".formatted(place)));
            return List.of();
        }
    }

    private static void parse(String name, String text, List<VomsServer> servers, List<Finding> problems) {
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) continue;
            try {
                servers.add(server(content));
            } catch (IllegalArgumentException e) {
                problems.add(new Finding(
                        Kind.DAMAGED,
                        "Line %d of %s is not a VOMS server (%s). It should read: \"alias\" \"host\" \"port\" \"DN\" \"VO\""
                                .formatted(number, name, e.getMessage())));
            }
        }
    }

    private static VomsServer server(String line) {
        var columns = new ArrayList<String>();
        Matcher column = COLUMN.matcher(line);
        while (column.find()) {
            String quoted = column.group(1);
            String value = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : column.group(2);
            columns.add(value != null ? value : column.group(3));
        }
        if (columns.size() < 5) throw new IllegalArgumentException(columns.size() + " columns");
        return new VomsServer(
                columns.get(0),
                columns.get(1),
                Integer.parseInt(columns.get(2).strip()),
                columns.get(3),
                columns.get(4));
    }

    /// Those of a VO, or of an alias if there is no such VO.
    public List<VomsServer> of(String voOrAlias) {
        var byVo =
                servers.stream().filter(server -> server.vo().equals(voOrAlias)).toList();
        return byVo.isEmpty()
                ? servers.stream()
                        .filter(server -> server.alias().equals(voOrAlias))
                        .toList()
                : byVo;
    }

    /// The VOs that servers are known for.
    public List<String> vos() {
        return servers.stream().map(VomsServer::vo).distinct().sorted().toList();
    }
}
