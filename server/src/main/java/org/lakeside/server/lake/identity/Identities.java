package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Instances;

/// Who is acting on each instance: one identity for each. Passwords stay in memory and end with the process.
public final class Identities {
    private final Instances instances;
    private final LoginDesk desk;
    private final KeptTokens kept;
    private final Clock clock;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, Login>> listeners = new CopyOnWriteArrayList<>();

    public Identities(Instances instances, LoginDesk desk, KeptTokens kept, Clock clock) {
        this.instances = instances;
        this.desk = desk;
        this.kept = kept;
        this.clock = clock;
    }

    /// Logs in, in place of whoever was logged in before; a refusal leaves that login as it was.
    ///
    /// @throws org.lakeside.server.lake.LakeException `WRONG_CREDENTIALS`, `CHOOSE_ACCOUNT`, or no answer
    public Login logIn(String instance, UserPassword credentials, Optional<String> account) {
        return session(instance).logIn(credentials, account);
    }

    public Login logOut(String instance) {
        return session(instance).logOut();
    }

    /// How things stand; asks nobody.
    public Login login(String instance) {
        return session(instance).login();
    }

    /// Tokens for calls to an instance, renewed while the password is known.
    public TokenSource tokens(String instance) {
        return session(instance);
    }

    /// Renews what ends soon and can be renewed. To be called now and then.
    public void renewWhatEndsSoon() {
        sessions.values().forEach(Session::renewIfItEndsSoon);
    }

    /// Hears of every login, renewal and logout. Must not block.
    public void listen(BiConsumer<String, Login> listener) {
        listeners.add(listener);
    }

    private Session session(String name) {
        var known = sessions.get(name);
        return known != null ? known : sessions.computeIfAbsent(name, any -> newSession(instances.instance(name)));
    }

    private Session newSession(Instance instance) {
        return new Session(
                instance, desk, kept, clock, login -> listeners.forEach(one -> one.accept(instance.name(), login)));
    }
}
