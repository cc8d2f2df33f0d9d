package org.lakeside.server.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.lakeside.rucio.client.SearchType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `lakeside search PATTERN`
@Command(
        name = "search",
        description = {
            "Finds DIDs by their names.",
            "'scope:name' finds what begins so, 'scope:*name*' what contains it, 'scope:' all of a scope; 'name' looks in"
                    + " the scopes of your account, then in others. Filters may follow: 'scope:* datatype=DAOD AND bytes>1GB'."
        })
final class SearchCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    Shared shared = new Shared();

    @Parameters(paramLabel = "PATTERN", description = "what to look for; * stands for anything")
    String pattern = "";

    @Option(
            names = {"-t", "--type"},
            paramLabel = "TYPE",
            description = "all, collection, dataset, container or file (all)")
    SearchType type = SearchType.ALL;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "ROWS",
            description = "the most rows, up to 1000 (100)")
    int limit = 100;

    SearchCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(around)) {
            Session.Chosen instance = session.instance(shared.instance);
            JsonNode found = session.client()
                    .get(
                            "instances/%s/search".formatted(instance.name()),
                            Map.of(
                                    "did", pattern,
                                    "type", type.name().toLowerCase(Locale.ROOT),
                                    "limit", Integer.toString(limit)));
            if (shared.json) {
                around.out().println(found);
                return ExitCode.OK.number();
            }
            new Rows(around.out()).printAll(found.path("rows"));
            found.at("/understood/notes").forEach(note -> around.err().println(note.asString()));
            if (found.path("rows").isEmpty()) {
                around.err().printf("Nothing of that name on %s.%n", instance.label());
            } else if (found.path("more").asBoolean(false)) {
                around.err().println("There is more: type more of the name, or raise --limit.");
            }
            return ExitCode.OK.number();
        }
    }
}
