package org.lakeside.server.api;

import java.time.Instant;
import java.util.Optional;
import org.lakeside.server.lake.identity.Login;
import org.lakeside.server.lake.identity.Login.LoggedIn;
import org.lakeside.server.lake.identity.Login.LoggedOut;

/// Who is logged in to an instance.
record LoginJson(
        String state,
        Optional<String> account,
        Optional<String> identity,
        Optional<Instant> expires,
        Optional<String> source) {

    static LoginJson of(Login login) {
        return switch (login) {
            case LoggedOut _ ->
                new LoginJson("logged-out", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
            case LoggedIn(var account, var identity, var expires, var source) ->
                new LoginJson(
                        "logged-in",
                        Optional.of(account),
                        Optional.of(identity),
                        Optional.of(Json.time(expires)),
                        Optional.of(
                                switch (source) {
                                    case PASSWORD -> "password";
                                    case KEPT_TOKEN -> "kept token";
                                }));
        };
    }
}
