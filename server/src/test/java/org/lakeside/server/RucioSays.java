package org.lakeside.server;

import mockwebserver3.MockResponse;

/// Answers in the shape that Rucio 41 gives them.
public final class RucioSays {
    private RucioSays() {}

    /// It labels this JSON application/octet-stream.
    public static MockResponse no(int status, String exceptionClass, String message) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/octet-stream")
                .addHeader("ExceptionClass", exceptionClass)
                .body("{\"ExceptionClass\": \"%s\", \"ExceptionMessage\": \"%s\"}".formatted(exceptionClass, message))
                .build();
    }

    /// A login that worked.
    public static MockResponse welcome(String account, String token) {
        return new MockResponse.Builder()
                .addHeader("X-Rucio-Auth-Token", token)
                .addHeader("X-Rucio-Auth-Token-Expires", "Sat, 21 Nov 2099 11:07:08 UTC")
                .addHeader("X-Rucio-Auth-Account", account)
                .build();
    }
}
