package org.lakeside.server.cli;

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
            JsonNode itself = session.client().get("instances/%s/did".formatted(instance.name()), Map.of("did", did));
            Children children = new Children(session.client(), instance.name(), did);
            if (shared.json) {
                printJson(children, itself);
            } else {
                print(children, itself);
            }
            return ExitCode.OK.number();
        }
    }

    private void print(Children children, JsonNode itself) {
        Rows rows = new Rows(around.out());
        if (isFile(itself)) {
            rows.print(itself);
            return;
        }
        if (children.each(rows::print) == 0) {
            around.err().printf("%s is empty.%n", Words.plain(did));
        }
    }

    private void printJson(Children children, JsonNode itself) {
        JsonMapper json = JsonMapper.shared();
        try (JsonGenerator out = json.createGenerator(new Unclosed(around.out()))) {
            out.writeStartObject();
            out.writePOJOProperty("did", itself);
            out.writeArrayPropertyStart("rows");
            if (!isFile(itself)) {
                children.each(out::writePOJO);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        around.out().println();
    }

    private static boolean isFile(JsonNode row) {
        return row.path("type").asString("").equals("FILE");
    }
}
