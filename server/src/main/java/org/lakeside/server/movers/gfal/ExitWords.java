package org.lakeside.server.movers.gfal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lakeside.server.lake.transfer.MoveFailure;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;

/// What an exit code of gfal2's tools means, with what it has written. The text in brackets behind the code is often
/// nonsense, the message is not.
// As seen with gfal2-util 1.8.0 and gfal2 2.21.3.
final class ExitWords {
    private static final Pattern ERROR = Pattern.compile("gfal-\\w+ error: (\\d+) \\(.*?\\) - (.*)");
    /// Of its own limit, half a minute after ours: it ends the program without an error like all others.
    private static final Pattern TOO_LONG = Pattern.compile("Command timed out after (\\d+) seconds!");

    private static final Pattern ADDRESS = Pattern.compile("[a-z]+://\\S*|\\S*[?&]\\S*=\\S*|/\\S+");
    private static final int LONGEST = 160;

    private ExitWords() {}

    static MoveFailure of(String scheme, int exit, String errors) {
        Matcher said = ERROR.matcher(errors);
        Matcher tooLong = TOO_LONG.matcher(errors);
        if (tooLong.find()) return failure(Kind.STALLED, "took longer than %s s".formatted(tooLong.group(1)));
        var message = said.find() ? said.group(2) : "";
        int code = message.isEmpty() ? exit : Integer.parseInt(said.group(1));
        return of(
                scheme, code, message, ADDRESS.matcher(message).replaceAll("…").toLowerCase(Locale.ROOT));
    }

    /// @param low the message in lower case without addresses: a file may be called anything
    private static MoveFailure of(String scheme, int code, String message, String low) {
        if (low.contains("checksum")) return failure(Kind.WRONG, "sent a file with another checksum");
        if (low.contains("no space left")) return failure(Kind.ERROR, "could not be copied: the disk here is full");
        if (low.contains("http 403") || low.contains("permission") || low.contains("not authorized"))
            return failure(Kind.REFUSED, "does not give you this file");
        if (low.contains("http 404") || low.contains("no such file"))
            return failure(Kind.REFUSED, "does not have this file");
        if (low.contains("http 503")) return new MoveFailure(Kind.BUSY, "is busy", Optional.empty());
        if (low.contains("certificate") || low.contains("unknown ca") || low.contains("handshake"))
            return failure(Kind.REFUSED, "and the proxy do not agree on a certificate" + quoted(message));
        return switch (code) {
            case 1, 13, 17 -> failure(Kind.REFUSED, "does not give you this file");
            case 2 -> failure(Kind.REFUSED, "does not have this file");
            case 5, 84 -> failure(Kind.ERROR, "failed" + quoted(message));
            case 52 -> failure(Kind.REFUSED, "does not accept the proxy, or none was shown" + quoted(message));
            case 93 -> failure(Kind.REFUSED, "cannot be read here: gfal-copy has no plugin for " + scheme);
            case 104, 110, 111, 112, 113 -> failure(Kind.DOWN, "does not answer" + quoted(message));
            case 116 -> failure(Kind.CUT, "broke off");
            case 127 -> failure(Kind.REFUSED, "cannot be read here: gfal-copy finds no Python with gfal2");
            default ->
                failure(
                        Kind.ERROR,
                        (code > 128 && message.isEmpty()
                                        ? "made gfal-copy crash (signal %d)".formatted(code - 128)
                                        : "made gfal-copy fail (code %d)".formatted(code))
                                + quoted(message));
        };
    }

    private static MoveFailure failure(Kind kind, String what) {
        return new MoveFailure(kind, what);
    }

    /// Without addresses and files: they may carry a signature, or the place of the proxy.
    private static String quoted(String message) {
        var plain = ADDRESS.matcher(message)
                .replaceAll("…")
                .replaceAll("[^\\x20-\\x7e…]", " ")
                .strip();
        if (plain.isEmpty()) return "";
        return ": " + (plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…");
    }
}
