package org.lakeside.server.lake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Why something could not be done, in words for a person: `detail` says what was tried and what came back, `remedy`
/// what to do next. Neither ever holds a secret. `more` is what a program may want beside it; the keys in use are the
/// constants below.
public record Problem(Kind kind, String detail, String remedy, Map<String, Object> more) {

    /// Name of the instance (of `Settings`) that the problem is about: a String.
    public static final String INSTANCE = "instance";
    /// The DID that the problem is about, as `scope:name`: a String.
    public static final String DID = "did";
    /// After how many seconds it is worth trying again: a Long.
    public static final String RETRY_AFTER = "retry_after";
    /// The list that was cut off stood still: a Boolean. What came before it is good.
    public static final String STALLED = "stalled";
    /// Where in what was typed: an Integer, from 0.
    public static final String AT = "at";
    /// Accounts to choose from: a List of String.
    public static final String ACCOUNTS = "accounts";
    /// Number under which the log has the whole story: a String.
    public static final String REPORT = "report";

    public Problem {
        Objects.requireNonNull(kind);
        if (detail.isBlank()) throw new IllegalArgumentException("a problem needs words");
        more = Map.copyOf(more);
    }

    public Problem(Kind kind, String detail, String remedy) {
        this(kind, detail, remedy, Map.of());
    }

    public Problem with(String key, Object value) {
        Map<String, Object> together = new LinkedHashMap<>(more);
        together.put(key, value);
        return new Problem(kind, detail, remedy, together);
    }

    /// Whether it is only that Rucio cannot be asked now.
    public boolean isAbsence() {
        return kind == Kind.RUCIO_UNAVAILABLE || kind == Kind.INSTANCE_SILENT;
    }

    /// What kind of problem: stable, and what the panel picks its button by.
    public enum Kind {
        DID_NOT_FOUND("Not in the catalogue"),
        NOT_LOGGED_IN("Not logged in"),
        LOGIN_EXPIRED("The login has ended"),
        WRONG_CREDENTIALS("Login refused"),
        PASSPHRASE_NEEDED("Passphrase needed"),
        CREDENTIAL_UNUSABLE("Credential cannot be used"),
        CREDENTIAL_MISSING("Credential missing"),
        ISSUER_UNAVAILABLE("The issuer does not answer"),
        CHOOSE_ACCOUNT("Choose an account"),
        NOT_PERMITTED("Not permitted"),
        RUCIO_UNAVAILABLE("Rucio does not answer"),
        INSTANCE_SILENT("Rucio has fallen silent"),
        RUCIO_NOT_RUCIO("This is not Rucio"),
        BAD_REQUEST("Request not understood"),
        BAD_DID("Not a DID"),
        BAD_SEARCH("Search not understood"),
        NO_SUCH_INSTANCE("No such instance"),
        NO_SUCH_DOWNLOAD("No such download"),
        NO_REPLICA("No replica"),
        STORAGE_FAILED("Storage failed"),
        CHECKSUM_MISMATCH("Wrong checksum"),
        NO_ROOM("No room left"),
        UNVERIFIED("Not verified"),
        CONTENT_CHANGED("Changed in the catalogue"),
        MISCONFIGURED("Wrong settings"),
        OWNER_UNAVAILABLE("The other service does not answer"),
        GIVEN_UP("Given up before its end"),
        HEADER_MISSING("Header missing"),
        CROSS_SITE("Request from another site"),
        UNFORESEEN("Unforeseen failure"),
        NOT_FOUND("Nothing here");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }
}
