package org.lakeside.server.lake.identity;

import java.util.List;
import java.util.Optional;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Instance;

/// A password in memory.
record PasswordMeans(UserPassword credentials) implements Means {
    @Override
    public Login.Source source() {
        return Login.Source.PASSWORD;
    }

    @Override
    public RucioToken logIn(LoginDesk desk, Instance instance, Optional<String> account, Optional<RucioToken> old) {
        try (var attempt = Secrets.trying(List.of(credentials.password()))) {
            var token = desk.login(instance, new Proof.Password(credentials), account);
            attempt.worked();
            return token;
        }
    }
}
