package org.lakeside.server.lake.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The passwords and tokens this process has seen, so that no log line and no answer shows one, whatever text an
/// error came with. A net below the rope: nothing prints secrets on purpose. One for the process, because the log is.
public final class Secrets {
    private static final int REMEMBERED = 500;
    /// Shorter ones would blacken half of every sentence.
    private static final int SHORTEST = 4;

    private static final String MASK = "[secret]";

    /// What looks like a secret although nobody told us of it: headers, and the signatures of signed URLs.
    private static final Pattern LOOKS_SECRET = Pattern.compile(
            "(?i)((?:x-rucio-auth-token|x-rucio-password|authorization|cookie|password)\"?\\s*[:=]\\s*\"?(?:bearer |basic |token )?"
                    + "|[?&](?:x-amz-signature|x-amz-credential|signature|authz|token|access_token)=)[^\\s&\",;}]+");

    private static final Map<String, Boolean> KNOWN = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private Secrets() {}

    public static void remember(String secret) {
        if (secret.length() >= SHORTEST) KNOWN.put(secret, true);
    }

    public static String masked(String text) {
        var masked = text;
        synchronized (KNOWN) {
            for (var secret : KNOWN.keySet()) masked = masked.replace(secret, MASK);
        }
        return LOOKS_SECRET.matcher(masked).replaceAll("$1[secret]");
    }
}
