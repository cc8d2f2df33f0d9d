package org.lakeside.rucio.client;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;

/// One thing that somebody wants to know: its words for messages, whose token, and a way to end it from outside. May
/// take several calls.
final class Asking {
    private final Calls calls;
    private final Optional<TokenSource> tokens;
    private final String doing;
    private final CallSlot slot = new CallSlot();

    Asking(Calls calls, TokenSource tokens, String doing) {
        this(calls, Optional.of(tokens), doing);
    }

    /// For what needs no login.
    Asking(Calls calls, String doing) {
        this(calls, Optional.empty(), doing);
    }

    private Asking(Calls calls, Optional<TokenSource> tokens, String doing) {
        this.calls = calls;
        this.tokens = tokens;
        this.doing = doing;
    }

    String doing() {
        return doing;
    }

    <T> T get(HttpUrl url, Calls.Reading<T> reading) {
        return ask(new Request.Builder().url(url).build(), reading);
    }

    /// With the length told beforehand: Rucio's usual web server refuses bodies in chunks.
    <T> T post(HttpUrl url, byte[] json, Calls.Reading<T> reading) {
        Request request = new Request.Builder()
                .url(url)
                .post(RequestBody.create(json, RucioClient.JSON))
                .build();
        return ask(request, reading);
    }

    /// Changes something. Made again only when it certainly was not heard: a change may not be one the second time.
    <T> T change(String method, HttpUrl url, byte[] json, Calls.Reading<T> reading) {
        Request request = new Request.Builder()
                .url(url)
                .method(method, new OnceOnly(json))
                .build();
        return ask(request, reading);
    }

    /// Changes something, and Rucio says no more than that it is done.
    boolean send(String method, HttpUrl url, byte[] json) {
        return change(method, url, json, answer -> OneValue.isDone(doing, answer));
    }

    private <T> T ask(Request request, Calls.Reading<T> reading) {
        return tokens.isPresent()
                ? calls.ask(doing, request, tokens.get(), slot, reading)
                : calls.ask(doing, request, slot, reading);
    }

    /// One value as the answer.
    <J, T> T value(HttpUrl url, Json<J> shape, OneValue.Meaning<J, T> meaning) {
        return get(url, answer -> OneValue.read(doing, answer, shape, meaning));
    }

    <T> Lines<T> lines(HttpUrl url, Lines.Row<T> row) {
        return get(url, answer -> Lines.open(doing, answer, row));
    }

    <T> Lines<T> lines(HttpUrl url, byte[] json, Lines.Row<T> row) {
        return post(url, json, answer -> Lines.open(doing, answer, row));
    }

    <T> RowStream<T> rows(Supplier<Part<T>> part) {
        return rows(List.of(part).iterator(), _ -> true, Long.MAX_VALUE);
    }

    /// For calls that are made while the rows of another one are being read.
    void aside(CallSlot.Reading reading) throws IOException {
        slot.aside(reading);
    }

    /// @param parts each asks for one stretch of the list
    <T> RowStream<T> rows(Iterator<Supplier<Part<T>>> parts, Predicate<T> wanted, long limit) {
        return new RowStream<>(doing, slot, parts, wanted, limit);
    }
}
