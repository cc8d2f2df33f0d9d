package org.lakeside.rucio.client;

import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;

/// One thing that somebody wants to know: its words for messages, whose token, and a way to end it from outside. May
/// take several calls.
final class Asking {
    private final Calls calls;
    private final TokenSource tokens;
    private final String doing;
    private final CallSlot slot = new CallSlot();

    Asking(Calls calls, TokenSource tokens, String doing) {
        this.calls = calls;
        this.tokens = tokens;
        this.doing = doing;
    }

    String doing() {
        return doing;
    }

    <T> T get(HttpUrl url, Calls.Reading<T> reading) {
        return calls.ask(doing, new Request.Builder().url(url).build(), tokens, slot, reading);
    }

    /// With the length told beforehand: Rucio's usual web server refuses bodies in chunks.
    <T> T post(HttpUrl url, byte[] json, Calls.Reading<T> reading) {
        Request request = new Request.Builder()
                .url(url)
                .post(RequestBody.create(json, RucioClient.JSON))
                .build();
        return calls.ask(doing, request, tokens, slot, reading);
    }

    /// @param part asks for one stretch of the list
    <T> RowStream<T> rows(Iterable<Supplier<Lines<T>>> parts, Predicate<T> wanted, long limit) {
        return new RowStream<>(doing, slot, parts.iterator(), wanted, limit);
    }
}
