package org.lakeside.server.lake.identity;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.NavigableMap;
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

    private static final String IN_WORDS = "[\\p{L}\\p{N}_]";

    private static final String MASK = "[secret]";

    /// What looks like a secret although nobody told us of it: headers, and the signatures of signed URLs.
    private static final Pattern LOOKS_SECRET = Pattern.compile(
            "(?i)((?:x-rucio-auth-token|x-rucio-password|authorization|cookie|password)\"?\\s*[:=]\\s*\"?(?:bearer |basic |token )?"
                    + "|[?&](?:x-amz-signature|x-amz-credential|signature|authz|token|access_token)=)[^\\s&\",;}]+");

    /// What to look for, the longest first: a secret may be a part of another.
    private static final NavigableMap<String, Pattern> KNOWN =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private static final Deque<String> LATEST = new ArrayDeque<>();

    private Secrets() {}

    public static void remember(String secret) {
        if (secret.length() < SHORTEST) return;
        synchronized (KNOWN) {
            if (KNOWN.put(secret, pattern(secret)) != null) LATEST.remove(secret);
            LATEST.addLast(secret);
            if (LATEST.size() > REMEMBERED) KNOWN.remove(LATEST.removeFirst());
        }
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
