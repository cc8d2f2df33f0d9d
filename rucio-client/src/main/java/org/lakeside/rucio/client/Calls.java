package org.lakeside.rucio.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Sends requests to a Rucio: with a token, renewed once when it is refused, and again when [Patience] says so.
final class Calls {
    /// Rucio's web server closes idle connections after 5 s; a request on one that is being closed would be lost.
    private static final Duration IDLE = Duration.ofSeconds(4);

    private final OkHttpClient http;
    private final Timeouts timeouts;

    Calls(OkHttpClient given, Timeouts timeouts) {
        this.timeouts = timeouts;
        // No redirects: Rucio has none for these calls, and a login page elsewhere must not get the token.
        this.http = given.newBuilder()
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.silence())
                .writeTimeout(timeouts.silence())
                .callTimeout(Duration.ZERO)
                .addNetworkInterceptor(Calls::withoutTimeoutOfTheSocket)
                .followRedirects(false)
                .followSslRedirects(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .connectionPool(new ConnectionPool(8, IDLE.toMillis(), TimeUnit.MILLISECONDS))
                .build();
    }

    /// OkHttp's own limit for silence is enough, and other than the socket's it can be changed while an answer is read.
    private static Response withoutTimeoutOfTheSocket(Interceptor.Chain chain) throws IOException {
        Connection connection = chain.connection();
        if (connection != null) {
            connection.socket().setSoTimeout(0);
        }
        return chain.proceed(chain.request());
    }

    /// The same server, to which a certificate is shown. Its connections are its own, and end with [#forget].
    Calls showing(ClientCertificate certificate) {
        return new Calls(
                http.newBuilder()
                        .sslSocketFactory(certificate.socketFactory(), certificate.trustManager())
                        .build(),
                timeouts);
    }

    void forget() {
        http.connectionPool().evictAll();
    }

    /// What to make of a good answer: reads it and closes it, or keeps it open and closes it later.
    interface Reading<T> {
        T read(Response response) throws IOException;

        /// Which answers are good.
        default boolean takes(Response response) {
            return response.isSuccessful() && response.code() != 206;
        }
    }

    <T> T ask(String doing, Request request, Reading<T> reading) {
        return ask(doing, request, new CallSlot(), reading);
    }

    <T> T ask(String doing, Request request, CallSlot slot, Reading<T> reading) {
        return persist(doing, request, slot, reading);
    }

    <T> T ask(String doing, Request bare, TokenSource tokens, CallSlot slot, Reading<T> reading) {
        RucioToken token = tokens.token();
        try {
            return persist(doing, with(token, bare), slot, reading);
        } catch (RucioException e) {
            // Only this class means the token; Rucio answers 401 to missing permissions too.
            if (!e.exceptionClass().equals("CannotAuthenticate")) {
                throw e;
            }
        }
        return persist(doing, with(tokens.renewed(token), bare), slot, reading);
    }

    private static Request with(RucioToken token, Request bare) {
        // A token may hold letters of a name, such as é; the safe way to set a header refuses them.
        Headers headers = bare.headers()
                .newBuilder()
                .addUnsafeNonAscii("X-Rucio-Auth-Token", HeaderText.checked("a token", token.value()))
                .build();
        return bare.newBuilder().headers(headers).build();
    }

    private <T> T persist(String doing, Request request, CallSlot slot, Reading<T> reading) {
        Patience patience = new Patience(timeouts.overall(), request.body() instanceof OnceOnly);
        while (true) {
            try {
                return attempt(doing, request, slot, reading);
            } catch (RucioException e) {
                Optional<Duration> wait = patience.waitAfter(e);
                if (wait.isEmpty()) {
                    throw e.afterTries(patience.tries(), patience.spent());
                }
                slot.pause(doing, wait.get());
            }
        }
    }

    private <T> T attempt(String doing, Request request, CallSlot slot, Reading<T> reading) {
        slot.check(doing);
        Call call = http.newCall(request);
        slot.use(call);
        Response response = answer(doing, call, slot);
        if (!reading.takes(response)) {
            throw Refusals.of(doing, response);
        }
        try {
            return reading.read(response);
        } catch (IOException e) {
            response.close();
            slot.check(doing);
            throw NoAnswer.cut(doing, e);
        } catch (RuntimeException | Error e) {
            response.close();
            throw e;
        }
    }

    private static Response answer(String doing, Call call, CallSlot slot) {
        try {
            return call.execute();
        } catch (Exception e) {
            // Exception, not IOException: OkHttp is Kotlin, and lets an InterruptedException of its connecting
            // through undeclared.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            slot.check(doing);
            throw e instanceof IOException io
                    ? NoAnswer.of(doing, call.request().url(), io)
                    : unchecked(e);
        }
    }

    private static RuntimeException unchecked(Exception e) {
        return e instanceof RuntimeException r ? r : new IllegalStateException(e);
    }
}
