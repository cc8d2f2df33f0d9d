package org.lakeside.server.lake.identity;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The passwords and tokens this process has seen, so that no log line and no answer shows one, whatever text an
/// error came with. A net below the rope: nothing prints secrets on purpose. One for the process, because the log is.
public final class Secrets {
    private static final int REMEMBERED = 500;
    /// Shorter ones would blacken half of every sentence.
    private static final int SHORTEST = 4;
    /// Shorter ones may be a part of ordinary words, and are masked only where they are words of their own.
    private static final int LONG = 8;

    /// Letters alone, as in any sentence: masked only where something says that it is a value. In a
    /// sentence of ours the mask would tell the secret instead of hiding it.
    private static final Pattern ORDINARY = Pattern.compile("\\p{L}\\p{Ll}{0,14}");

    private static final String IN_WORDS = "[\\p{L}\\p{N}_]";

    private static final String QUOTES = "['\"`]";

    private static final String MASK = "[secret]";

    /// What looks like a secret although nobody told us of it: headers, and the signatures of signed URLs.
    private static final Pattern LOOKS_SECRET = Pattern.compile(
            "(?i)((?:x-rucio-auth-token|x-rucio-password|authorization|cookie|password)\"?\\s*[:=]\\s*\"?(?:bearer |basic |token )?"
                    + "|[?&](?:x-amz-signature|x-amz-credential|signature|authz|token|access_token)=)[^\\s&\",;}]+");

    /// What to look for, the longest first: a secret may be a part of another.
    private static final NavigableMap<String, Pattern> KNOWN =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    // Both guarded by KNOWN, which has what is in either.
    private static final SequencedSet<String> REAL = new LinkedHashSet<>();
    private static final Map<String, Integer> TRIED = new HashMap<>();

    private Secrets() {}

    public static void remember(String secret) {
        if (secret.length() < SHORTEST) return;
        synchronized (KNOWN) {
            KNOWN.computeIfAbsent(secret, Secrets::pattern);
            REAL.addLast(secret); // the latest, if it was there
            if (REAL.size() > REMEMBERED) forget(REAL.removeFirst());
        }
    }

    /// What somebody has typed is masked while it is tried, and forgotten when it was none: a word that opens nothing
    /// would be missing in all sentences from then on.
    public static Attempt trying(Collection<String> typed) {
        var attempt = new Attempt(
                typed.stream().filter(one -> one.length() >= SHORTEST).toList());
        synchronized (KNOWN) {
            for (var one : attempt.typed) {
                TRIED.merge(one, 1, Integer::sum);
                KNOWN.computeIfAbsent(one, Secrets::pattern);
            }
        }
        return attempt;
    }

    public static final class Attempt implements AutoCloseable {
        private final List<String> typed;

        private Attempt(List<String> typed) {
            this.typed = typed;
        }

        /// They are secrets.
        public void worked() {
            typed.forEach(Secrets::remember);
        }

        @Override
        public void close() {
            synchronized (KNOWN) {
                for (var one : typed) {
                    TRIED.computeIfPresent(one, (_, attempts) -> attempts > 1 ? attempts - 1 : null);
                    forget(one);
                }
            }
        }
    }

    private static void forget(String secret) {
        if (!REAL.contains(secret) && !TRIED.containsKey(secret)) KNOWN.remove(secret);
    }

    public static String masked(String text) {
        var masked = text;
        synchronized (KNOWN) {
            for (var one : KNOWN.entrySet())
                if (masked.contains(one.getKey()))
                    masked = one.getValue().matcher(masked).replaceAll(MASK);
        }
        return LOOKS_SECRET.matcher(masked).replaceAll("$1[secret]");
    }

    private static Pattern pattern(String secret) {
        var itself = Pattern.quote(secret);
        if (ORDINARY.matcher(secret).matches())
            return Pattern.compile(
                    "(?<==)%1$s(?!%2$s)|(?<=%3$s)%1$s(?=%3$s)|(?<=:)%1$s(?=@)".formatted(itself, IN_WORDS, QUOTES));
        if (secret.length() >= LONG) return Pattern.compile(itself);
        return Pattern.compile(isInWords(secret.codePointAt(0), "(?<!" + IN_WORDS + ")")
                + itself
                + isInWords(secret.codePointBefore(secret.length()), "(?!" + IN_WORDS + ")"));
    }

    /// Where a secret begins or ends with a sign, a border stands there anyway.
    private static String isInWords(int letter, String border) {
        return Character.toString(letter).matches(IN_WORDS) ? border : "";
    }
}
