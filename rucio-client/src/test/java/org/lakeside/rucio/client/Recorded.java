package org.lakeside.rucio.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockResponse;

/// Answers as a real Rucio gave them. The first line of each file says which one, and to what.
final class Recorded {
    private Recorded() {}

    static MockResponse answer(String name) {
        return builder(name).build();
    }

    static MockResponse.Builder builder(String name) {
        String text = text(name);
        int body = text.indexOf("\n\n") + 2;
        List<String> head = text.substring(0, body - 2).lines().skip(1).toList();
        MockResponse.Builder response = new MockResponse.Builder().status(head.getFirst());
        boolean chunked = head.contains("Transfer-Encoding: chunked");
        if (chunked) {
            response.chunkedBody(text.substring(body), 100);
        } else {
            response.body(text.substring(body));
        }
        head.stream()
                .skip(1)
                .filter(line -> !line.startsWith("Transfer-Encoding") && !line.startsWith("Content-Length"))
                .forEach(response::addHeader);
        return response;
    }

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream("/recorded/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
