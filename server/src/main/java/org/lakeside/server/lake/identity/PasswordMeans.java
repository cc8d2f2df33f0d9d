package org.lakeside.server.lake.identity;

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
        Secrets.remember(credentials.password());
        return desk.login(instance, new Proof.Password(credentials), account);
    }
}
