package org.lakeside.server;

import java.nio.file.Path;
import java.util.Map;
import org.lakeside.server.api.Api;
import org.lakeside.server.api.Standing;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// The running service: from [#start] until [#close] it answers on its socket.
public final class Service implements AutoCloseable {
    private final Api api;

    private Service(Api api) {
        this.api = api;
    }

    /// Starts on `socket`, whose directory the caller has made for its user alone. Wrong settings do not stop it:
    /// it then answers with what is wrong, so that the panel can show it.
    public static Service start(Path socket, Map<String, String> environment) {
        var state = stateOf(environment);
        return new Service(Api.start(socket, Version.text(), () -> state));
    }

    @Override
    public void close() {
        api.close();
    }

    private static Standing.State stateOf(Map<String, String> environment) {
        try {
            Settings.read(environment);
            return new Standing.State.Owner();
        } catch (WrongSettings e) {
            return new Standing.State.Misconfigured(
                    e.problems().stream().map(Service::problem).toList());
        }
    }

    private static Problem problem(String words) {
        return new Problem(
                Kind.MISCONFIGURED,
                "The settings cannot be used: %s.".formatted(words),
                "Correct the settings, then restart Jupyter.");
    }
}
