package org.lakeside.server.lake.browse;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lakeside.rucio.client.Did;

/// What people have at hand when they come from elsewhere: several DIDs, a link to Rucio's web interface, a command of
/// Rucio's own client.
final class Pasted {
    private static final int MOST = 1000;

    private static final Pattern LINK = Pattern.compile("(?i)https?://\\S+");
    private static final Pattern COMMAND = Pattern.compile("(?s)(?:\\$\\s*|!\\s*)?(?:\\S*/)?rucio\\s+(\\S.*)");
    private static final Pattern ONE_NAME = Pattern.compile("[^\\s:]+:[\"'].*", Pattern.DOTALL);
    private static final Pattern DID_PAGE = Pattern.compile(".*/did/page/([^/]+)/(.+)");
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9._-]{1,250}");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Z},;]+");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private Pasted() {}

    /// Empty when it is none of these. After `scope:` and a quote stands one name, whatever is in it.
    ///
    /// @throws org.lakeside.server.lake.LakeException `BAD_SEARCH` for one that names no DID
    static Optional<Understood> read(String typed) {
        var text = typed.strip();
        int begins = typed.length() - typed.stripLeading().length();
        if (ONE_NAME.matcher(text).matches()) return Optional.empty();
        if (LINK.matcher(text).matches()) return Optional.of(link(text, begins));
        Matcher command = COMMAND.matcher(text);
        if (command.matches()) return Optional.of(command(command.group(1), begins));
        return list(text, begins);
    }

    private static Optional<Understood> list(String text, int begins) {
        List<Did> dids = new ArrayList<>();
        boolean pattern = false;
        for (var word : BETWEEN.split(bare(text), -1)) {
            if (word.isEmpty()) continue;
            var did = did(bare(word));
            if (did.isEmpty()) return Optional.empty();
            dids.add(did.get());
            pattern |= did.get().name().contains("*");
        }
        if (dids.size() < 2) return Optional.empty();
        if (pattern)
            throw BadSearch.at(
                    begins + text.indexOf('*'),
                    "Among several DIDs there is one with a *.",
                    "Search for one pattern at a time, or write the names of all DIDs in full.");
        return Optional.of(dids(dids, begins));
    }

    private static Understood dids(List<Did> dids, int begins) {
        var each = List.copyOf(new LinkedHashSet<>(dids));
        if (each.size() > MOST)
            throw BadSearch.at(
                    begins,
                    "These are %,d DIDs; %,d can be looked up at a time.".formatted(each.size(), MOST),
                    "Paste them in several parts, or search for a pattern that they have in common.");
        int twice = dids.size() - each.size();
        return new Understood.Dids(
                each, twice == 0 ? List.of() : List.of("%d that stood there twice are shown once.".formatted(twice)));
    }

    private static Understood link(String text, int begins) {
        try {
            var link = new URI(text.replace(" ", "%20"));
            var query = query(Optional.ofNullable(link.getRawQuery()).orElse(""));
            var name = Optional.ofNullable(query.get("name"));
            var scope = Optional.ofNullable(query.get("scope"));
            var asked = name.map(one -> scope.map(of -> of + ":" + one).orElse(one));
            var page = DID_PAGE.matcher(Optional.ofNullable(link.getRawPath()).orElse(""));
            if (asked.isEmpty() && page.matches())
                asked = Optional.of(decoded(page.group(1)) + ":" + decoded(page.group(2)));
            var did = asked.flatMap(Pasted::did);
            if (did.isPresent()) return one(did.get());
        } catch (URISyntaxException | IllegalArgumentException e) {
            // no link then; said below
        }
        throw BadSearch.at(
                begins,
                "This link does not say which DID is meant.",
                "Paste the link of a DID's own page, .../did?scope=SCOPE&name=NAME, or type scope:name.");
    }

    /// `download user.jdoe:hits --dir /tmp`: whatever is written like a DID.
    private static Understood command(String rest, int begins) {
        List<Did> dids = new ArrayList<>();
        Matcher words = WORD.matcher(rest);
        while (words.find()) {
            var word = words.group().replaceAll("^[\"']|[\"']$", "");
            if (!word.startsWith("-")) did(word).ifPresent(dids::add);
        }
        if (dids.isEmpty())
            throw BadSearch.at(
                    begins,
                    "This command of rucio's names no DID.",
                    "Paste one that has scope:name, or type scope:name.");
        if (dids.size() == 1) return one(dids.getFirst());
        var patterns = dids.stream().filter(did -> did.name().contains("*")).findFirst();
        if (patterns.isPresent())
            throw BadSearch.at(
                    begins,
                    "This command of rucio's names several DIDs, one of them with a *.",
                    "Search for %s alone."
                            .formatted(BadSearch.shown(patterns.get().toString())));
        return dids(dids, begins);
    }

    private static Understood one(Did did) {
        return did.name().contains("*")
                ? new Understood.Pattern(Optional.of(did.scope()), did.name(), Optional.empty(), List.of())
                : new Understood.Dids(List.of(did), List.of());
    }

    /// Stricter than Rucio: anything with a colon would be one.
    private static Optional<Did> did(String word) {
        return Did.parse(word)
                .filter(did -> SCOPE.matcher(did.scope()).matches()
                        && !did.name().startsWith("//")
                        && did.name().length() <= 1000);
    }

    /// Without what a list in a program has around it.
    private static String bare(String word) {
        return word.replaceAll("^[\\[({\"']+|[\\])}\"',;]+$", "");
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (var part : raw.split("&", -1)) {
            int sign = part.indexOf('=');
            if (sign > 0) query.put(part.substring(0, sign), decoded(part.substring(sign + 1)));
        }
        return query;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
