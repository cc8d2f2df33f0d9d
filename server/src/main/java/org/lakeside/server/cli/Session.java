package org.lakeside.server.cli;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A command at work: its service, and the instance it is about.
final class Session implements AutoCloseable {
    private final Services services;
    private ServiceAddress address;
    private ServiceClient client;

    private Session(Services services) {
        this.services = services;
        this.address = services.find();
        this.client = new ServiceClient(address.socket());
    }

    static Session open(Surroundings around) {
        return new Session(new Services(around.environment()));
    }

    ServiceClient client() {
        return client;
    }

    /// Whether a login goes on when the command is done, and is renewed; else Rucio's token is all that is kept of it.
    boolean lasts() {
        return address.lasts();
    }

    /// The service has ended: looks for its successor, or becomes it.
    void findAgain() {
        address.close();
        address = services.find();
        client = new ServiceClient(address.socket());
    }

    /// The instance that was named, or the default one.
    Chosen instance(Optional<String> named) {
        JsonNode all = client.get("instances");
        String name = named.orElse(all.path("default").asString(""));
        for (JsonNode one : all.path("instances")) {
            if (one.path("name").asString("").equals(name)) {
                return new Chosen(name, one.path("label").asString(name));
            }
        }
        throw new Failure(
                ExitCode.NOT_FOUND,
                "There is no instance '%s' in the settings.".formatted(Words.plain(name)),
                "There are: %s.".formatted(names(all)));
    }

    private static String names(JsonNode all) {
        StringBuilder names = new StringBuilder();
        for (JsonNode one : all.path("instances")) {
            names.append(names.isEmpty() ? "" : ", ").append(one.path("name").asString(""));
        }
        return names.toString();
    }

    /// @param label what people call it
    record Chosen(String name, String label) {}

    @Override
    public void close() {
        address.close();
    }
}
