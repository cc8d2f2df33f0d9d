package org.lakeside.server.index;

import java.util.List;
import java.util.Map;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.transfer.FileFailure;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Problems as text in a column, so that one can be shown the day after.
final class ProblemText {
    private static final String NO_FAILURES = "[]";

    private ProblemText() {}

    private record ProblemJson(Problem.Kind kind, String detail, String remedy, Map<String, Object> more) {
        static ProblemJson of(Problem problem) {
            return new ProblemJson(problem.kind(), problem.detail(), problem.remedy(), problem.more());
        }

        Problem problem() {
            return new Problem(kind, detail, remedy, more);
        }
    }

    private record FailureJson(String scope, String name, ProblemJson problem) {}

    /// Made when there is a first problem.
    private static final class Mapper {
        static final JsonMapper JSON = JsonMapper.builder()
                .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                .build();
    }

    static String of(Problem problem) {
        return Mapper.JSON.writeValueAsString(ProblemJson.of(problem));
    }

    static Problem problem(String text) {
        return Mapper.JSON.readValue(text, ProblemJson.class).problem();
    }

    static String of(List<FileFailure> failures) {
        if (failures.isEmpty()) return NO_FAILURES;
        return Mapper.JSON.writeValueAsString(failures.stream()
                .map(failure ->
                        new FailureJson(failure.did().scope(), failure.did().name(), ProblemJson.of(failure.problem())))
                .toList());
    }

    static List<FileFailure> failures(String text) {
        if (text.equals(NO_FAILURES)) return List.of();
        return List.of(Mapper.JSON.readValue(text, FailureJson[].class)).stream()
                .map(failure -> new FileFailure(
                        new Did(failure.scope(), failure.name()),
                        failure.problem().problem()))
                .toList();
    }
}
