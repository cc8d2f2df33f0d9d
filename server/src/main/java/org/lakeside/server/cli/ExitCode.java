package org.lakeside.server.cli;

/// What a script learns from how a command ended. Part of the interface: numbers stay.
enum ExitCode {
    OK(0, "all of it worked"),
    FAILED(1, "it did not work: storage, checksums, or something unforeseen"),
    USAGE(2, "the command was not understood"),
    NOT_LOGGED_IN(3, "no login, a login that ended, or wrong credentials"),
    NOT_FOUND(4, "no such DID, instance or download"),
    UNAVAILABLE(5, "Rucio, or the service, does not answer"),
    NOT_PERMITTED(6, "the account may not do this"),
    NO_ROOM(7, "the disk is full"),
    SETTINGS(8, "the settings are wrong"),
    CANCELLED(130, "ended by Ctrl-C");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    /// By the `type` of a problem, such as `/problems/did-not-found`.
    static ExitCode of(String problemType) {
        return switch (problemType.replace("/problems/", "")) {
            case "not-logged-in", "login-expired", "wrong-credentials", "choose-account" -> NOT_LOGGED_IN;
            case "did-not-found", "no-such-instance", "no-such-download", "not-found" -> NOT_FOUND;
            case "rucio-unavailable", "instance-silent", "rucio-not-rucio", "owner-unavailable", "given-up" ->
                UNAVAILABLE;
            case "not-permitted" -> NOT_PERMITTED;
            case "no-room" -> NO_ROOM;
            case "misconfigured" -> SETTINGS;
            case "bad-request", "bad-did", "bad-search" -> USAGE;
            default -> FAILED;
        };
    }
}
