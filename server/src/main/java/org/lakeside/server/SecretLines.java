package org.lakeside.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What whoever starts the service tells it alone: lines `NAME=VALUE` on its input, each as if it were in the
/// environment. The environment itself is there for other processes to read in `/proc`, and children inherit it.
final class SecretLines {
    private SecretLines() {}

    /// The environment and what is on the input, which is read to its end.
    static Map<String, String> over(Map<String, String> environment, InputStream input) {
        Map<String, String> whole = new HashMap<>(environment);
        try {
            var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                int sign = line.indexOf('=');
                if (sign > 0) whole.put(line.substring(0, sign), line.substring(sign + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the secrets on the input could not be read", e);
        }
        return whole;
    }
}
