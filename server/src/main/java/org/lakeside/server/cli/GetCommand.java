package org.lakeside.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `lakeside get DID…`
@Command(
        name = "get",
        description = {
            "Downloads, verifies, and prints the paths.",
            "What is here already is not fetched again. Ctrl-C stops; the next `get` goes on where it stopped."
        })
final class GetCommand implements Callable<Integer> {
    private static final JsonNode NONE = JsonMapper.shared().createArrayNode();

    private final Surroundings around;

    @Mixin
    Shared shared = new Shared();

    @Parameters(arity = "1..*", paramLabel = "DID", description = "scope:name")
    List<String> dids = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress")
    boolean quiet;

    @Option(
            names = "--unverified",
            description = "print the paths of files, too, that the catalogue has no checksum for")
    boolean unverified;

    GetCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(around)) {
            Session.Chosen instance = session.instance(shared.instance);
            ExitCode first = ExitCode.OK;
            for (String did : dids) {
                ExitCode code = getOrSay(session, instance, did);
                first = first == ExitCode.OK ? code : first;
            }
            return first.number();
        }
    }

    /// One that fails does not keep the others from coming.
    private ExitCode getOrSay(Session session, Session.Chosen instance, String did) {
        try {
            return get(session, instance, did);
        } catch (Failure e) {
            return Lakeside.say(e, shared.json, around);
        }
    }

    private ExitCode get(Session session, Session.Chosen instance, String did) {
        Map<String, String> what = Map.of("instance", instance.name(), "did", did);
        JsonNode ended;
        try (Progress progress = progress();
                Following following = Following.start(session, what, around)) {
            ended = following.untilItEnds(progress);
        }
        JsonNode handles = session.client()
                .post("handles", Map.of("instance", instance.name(), "did", did, "unverified", unverified));
        if (shared.json) {
            printJson(ended, handles);
        } else {
            print(handles);
        }
        ExitCode outcome = outcome(ended);
        return handles.path("unverified").asLong(0) > 0 ? unverified(handles) : outcome;
    }

    /// What could not be verified is never passed over in silence.
    private ExitCode unverified(JsonNode handles) {
        Failure failure = Failure.of(handles.path("problems").path(0));
        if (!unverified) {
            throw failure;
        }
        around.err().printf("lakeside: %s%n", Words.plain(failure.detail()));
        return ExitCode.OK;
    }

    private Progress progress() {
        if (quiet || shared.json) {
            return Progress.NONE;
        }
        return around.terminal().shows()
                ? new ProgressBar(around.err(), around.terminal().width())
                : new ProgressLines(around.err());
    }

    private void print(JsonNode handles) {
        for (JsonNode handle : handles.path("handles")) {
            around.out().println(handle.asString(""));
        }
        if (handles.path("handles").isEmpty()) {
            for (JsonNode file : handles.path("files")) {
                if (file.path("path").isString()) {
                    around.out().println(file.path("path").asString(""));
                }
            }
        }
    }

    private void printJson(JsonNode download, JsonNode handles) {
        ObjectNode both = JsonMapper.shared().createObjectNode();
        both.set("download", download);
        both.set("handles", handles);
        around.out().println(both);
    }

    private ExitCode outcome(JsonNode download) {
        String state = download.path("state").asString("");
        if (state.equals("done")) {
            return ExitCode.OK;
        }
        if (state.equals("cancelled")) {
            around.err()
                    .printf(
                            "%s was cancelled elsewhere.%n",
                            Words.plain(download.path("did").asString("")));
            return ExitCode.FAILED;
        }
        JsonNode failures = download.path("failures");
        for (JsonNode failure : failures.size() > 1 ? failures : NONE) {
            around.err()
                    .printf(
                            "  %s: %s%n",
                            Words.plain(failure.path("did").asString("")),
                            Words.plain(failure.path("problem").path("detail").asString("")));
        }
        throw Failure.of(download.path("problem"));
    }
}
