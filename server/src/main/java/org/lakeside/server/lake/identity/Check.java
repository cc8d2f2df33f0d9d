package org.lakeside.server.lake.identity;

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

    static Check ok(String name, String detail) {
        return new Check(name, State.OK, detail, "");
    }

    static Check skipped(String name, String why) {
        return new Check(name, State.SKIPPED, why, "");
    }
}
