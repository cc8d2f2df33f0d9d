package org.lakeside.server.lake.browse;

import static org.lakeside.server.lake.browse.SearchKey.Type.BYTES;
import static org.lakeside.server.lake.browse.SearchKey.Type.DATE;
import static org.lakeside.server.lake.browse.SearchKey.Type.FLAG;
import static org.lakeside.server.lake.browse.SearchKey.Type.NUMBER;
import static org.lakeside.server.lake.browse.SearchKey.Type.TEXT;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys of the catalogue's own metadata (`core/did_meta_plugins/did_column_meta.py` of Rucio 41).
public final class SearchKeys {
    static final String NAME = "name";

    /// Those that can be searched for.
    public static final List<SearchKey> ALL = List.of(
            new SearchKey("datatype", TEXT, "The format or kind of data, such as DAOD or AOD."),
            new SearchKey("project", TEXT, "The project or data-taking period, such as data18_13TeV."),
            new SearchKey("bytes", BYTES, "The size; of collections only once they are closed."),
            new SearchKey("length", NUMBER, "How many files it has; of collections only once they are closed."),
            new SearchKey("events", NUMBER, "How many events it has."),
            new SearchKey("created_at", DATE, "When it was entered into the catalogue."),
            new SearchKey("run_number", NUMBER, "The number of the run."),
            new SearchKey("stream_name", TEXT, "The stream of the detector, such as physics_Main."),
            new SearchKey("prod_step", TEXT, "The step of the production, such as merge or recon."),
            new SearchKey("version", TEXT, "The version of the processing."),
            new SearchKey("campaign", TEXT, "The campaign, such as mc23a."),
            new SearchKey("phys_group", TEXT, "The physics group."),
            new SearchKey("provenance", TEXT, "Where it came from: T0, GP, AP or UP."),
            new SearchKey("task_id", NUMBER, "The number of the production task."),
            new SearchKey("panda_id", NUMBER, "The number of the job."),
            new SearchKey("lumiblocknr", NUMBER, "The number of the luminosity block."),
            new SearchKey("guid", TEXT, "The unique identifier of a file."),
            new SearchKey("adler32", TEXT, "The checksum of a file."),
            new SearchKey("md5", TEXT, "The MD5 checksum of a file."),
            new SearchKey("closed_at", DATE, "When it was closed."),
            new SearchKey("expired_at", DATE, "When it ends."),
            new SearchKey("accessed_at", DATE, "When it was last read."),
            new SearchKey("eol_at", DATE, "When its retention ends."),
            new SearchKey("access_cnt", NUMBER, "How often it was read."),
            new SearchKey("transient", FLAG, "Whether it is kept for a while only."),
            new SearchKey("hidden", FLAG, "Whether it is hidden."),
            new SearchKey("is_new", FLAG, "Whether it is new."),
            new SearchKey("is_archive", FLAG, "Whether it is an archive of files."),
            new SearchKey("constituent", FLAG, "Whether it lies in an archive."),
            new SearchKey("purge_replicas", FLAG, "Whether its replicas are deleted at once with their last rule."),
            new SearchKey(
                    NAME, TEXT, "The name; what it should be stands before the filters, name!= is what it is not."));

    private static final Map<String, String> OTHER_WORDS = Map.ofEntries(
            Map.entry("size", "bytes"),
            Map.entry("files", "length"),
            Map.entry("created", "created_at"),
            Map.entry("closed", "closed_at"),
            Map.entry("expires", "expired_at"),
            Map.entry("expired", "expired_at"),
            Map.entry("accessed", "accessed_at"),
            Map.entry("run", "run_number"),
            Map.entry("runnumber", "run_number"),
            Map.entry("stream", "stream_name"));

    /// What the catalogue has, but does not search for.
    private static final Set<String> NOT_SEARCHED = Set.of(
            "account",
            "scope",
            "type",
            "did_type",
            "is_open",
            "open",
            "monotonic",
            "availability",
            "suppressed",
            "complete",
            "obsolete",
            "updated_at",
            "updated");

    private static final Map<String, SearchKey> BY_NAME =
            ALL.stream().collect(Collectors.toMap(SearchKey::key, Function.identity()));

    private SearchKeys() {}

    /// By its name or another word for it, in capitals or not.
    static Optional<SearchKey> find(String typed) {
        var word = typed.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_NAME.get(OTHER_WORDS.getOrDefault(word, word)));
    }

    static boolean isNotSearched(String typed) {
        return NOT_SEARCHED.contains(typed.toLowerCase(Locale.ROOT));
    }

    /// The one that was probably meant.
    static Optional<String> nearest(String typed) {
        var word = typed.toLowerCase(Locale.ROOT);
        int far = word.length() <= 4 ? 1 : 2;
        return Stream.concat(BY_NAME.keySet().stream(), OTHER_WORDS.keySet().stream())
                .filter(key -> distance(word, key) <= far)
                .min(Comparator.comparingInt((String key) -> distance(word, key))
                        .thenComparing(key -> key));
    }

    /// How many letters have to be changed, added, left out or swapped with the next.
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2) return Integer.MAX_VALUE;
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                least[i][j] = Math.min(least[i - 1][j - 1] + other, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
            }
        }
        return least[a.length()][b.length()];
    }
}
