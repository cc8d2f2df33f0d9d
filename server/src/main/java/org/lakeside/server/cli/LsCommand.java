package org.lakeside.server.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `lakeside ls DID`
@Command(name = "ls", description = "Lists what lies in a collection; for a file, the file.")
final class LsCommand implements Callable<Integer> {
    private static final int PAGE = 500;

    private final Surroundings around;

    @Mixin
    Shared shared = new Shared();

    @Parameters(paramLabel = "DID", description = "scope:name")
    String did = "";

    LsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(around)) {
            Session.Chosen instance = session.instance(shared.instance);
            String path = "instances/%s/".formatted(instance.name());
            JsonNode itself = session.client().get(path + "did", Map.of("did", did));
            if (shared.json) {
                printJson(session.client(), path, itself);
            } else {
                print(session.client(), path, itself);
            }
            return ExitCode.OK.number();
        }
    }

    private void print(ServiceClient client, String path, JsonNode itself) {
        Rows rows = new Rows(around.out());
        if (isFile(itself)) {
            rows.print(itself);
            return;
        }
        boolean empty = true;
        for (JsonNode page = page(client, path, ""); ; page = page(client, path, cursor(page))) {
            rows.printAll(page.path("rows"));
            empty &= page.path("rows").isEmpty();
            if (cursor(page).isEmpty()) {
                break;
            }
        }
        if (empty) {
            around.err().printf("%s is empty.%n", Words.plain(did));
        }
    }

    /// Row by row: a dataset may have more files than fit into memory at once.
    private void printJson(ServiceClient client, String path, JsonNode itself) {
        JsonMapper json = JsonMapper.shared();
        try (JsonGenerator out = json.createGenerator(new Unclosed(around.out()))) {
            out.writeStartObject();
            out.writePOJOProperty("did", itself);
            out.writeArrayPropertyStart("rows");
            if (!isFile(itself)) {
                for (JsonNode page = page(client, path, ""); ; page = page(client, path, cursor(page))) {
                    page.path("rows").forEach(out::writePOJO);
                    if (cursor(page).isEmpty()) {
                        break;
                    }
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        around.out().println();
    }

    private static boolean isFile(JsonNode row) {
        return row.path("type").asString("").equals("FILE");
    }

    private JsonNode page(ServiceClient client, String path, String cursor) {
        Map<String, String> query = new HashMap<>(Map.of("did", did, "limit", Integer.toString(PAGE)));
        if (!cursor.isEmpty()) {
            query.put("cursor", cursor);
        }
        return client.get(path + "children", query);
    }

    private static String cursor(JsonNode page) {
        return page.path("cursor").asString("");
    }
}
