package org.lakeside.server.rucio;

import java.util.Optional;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.identity.LoginDesk;

/// Logging in at Rucio.
public final class RucioLogins implements LoginDesk {
    private final RucioInstances instances;

    public RucioLogins(RucioInstances instances) {
        this.instances = instances;
    }

    @Override
    public RucioToken login(Instance instance, UserPassword credentials, Optional<String> account) {
        return instances.instance(instance.name()).call(About.LOGIN, rucio -> rucio.login(credentials, account));
    }
}
