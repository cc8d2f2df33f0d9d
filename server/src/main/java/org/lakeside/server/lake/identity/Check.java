package org.lakeside.server.lake.identity;

import java.util.List;
import org.lakeside.auth.x509.Finding;
import org.lakeside.server.lake.Problem;

/// One thing that the doctor has looked at.
///
/// @param name stable, for programs
/// @param remedy what to do about it; empty when nothing is to be done
public record Check(String name, State state, String detail, String remedy) {
    /// How it is.
    public enum State {
        OK,
        WARNING,
        FAILED,
        SKIPPED
    }

    public static Check ok(String name, String detail) {
        return new Check(name, State.OK, detail, "");
    }

    public static Check skipped(String name, String why) {
        return new Check(name, State.SKIPPED, why, "");
    }

    /// A missing passphrase is not wrong: it is asked for at the login.
    public static Check of(String name, Problem problem) {
        var state = problem.kind() == Problem.Kind.PASSPHRASE_NEEDED ? State.WARNING : State.FAILED;
        return new Check(name, state, problem.detail(), problem.remedy());
    }

    /// Good when there are none.
    static Check of(String name, List<Finding> findings, String whenGood, String remedy) {
        return findings.isEmpty()
                ? ok(name, whenGood)
                : new Check(
                        name,
                        State.FAILED,
                        sentences(findings.stream().map(Finding::sentence).toList()),
                        remedy);
    }

    static String sentences(List<String> all) {
        return String.join(" ", all);
    }
}
