package org.lakeside.server.movers.gfal;

import java.util.Locale;
import java.util.regex.Pattern;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;

/// What `gfal-copy` was seen to say of real storages, word for word, and what that means.
/// [GfalSaidGridIT] looks whether the one that is installed still says so; those marked "by hand" it
/// cannot bring about in a short time.
enum GfalSaid {
    ROOT_MISSING(
            2,
            "gfal-copy error: 2 (No such file or directory) - Could not stat the source: Failed to stat file (No such file or directory)",
            Kind.REFUSED,
            "does not have this file"),
    ROOT_REFUSED(
            13,
            "gfal-copy error: 13 (Permission denied) - Could not stat the source: Failed to stat file (Permission denied)",
            Kind.REFUSED,
            "does not give you this file"),
    ROOT_WITHOUT_PROXY(
            52,
            "gfal-copy error: 52 (Invalid exchange) - Could not stat the source: Failed to stat file (Invalid exchange)",
            Kind.REFUSED,
            "does not accept the proxy, or none was shown"),
    ROOT_PROXY_OF_ENDED_CERTIFICATE(
            52,
            "gfal-copy error: 52 (Invalid exchange) - Could not stat the source: Failed to stat file (Invalid exchange)",
            Kind.REFUSED,
            "does not accept the proxy, or none was shown"),
    ROOT_PROXY_OF_UNKNOWN_AUTHORITY(
            52,
            "gfal-copy error: 52 (Invalid exchange) - Could not stat the source: Failed to stat file (Invalid exchange)",
            Kind.REFUSED,
            "does not accept the proxy, or none was shown"),
    ROOT_DOWN(
            111,
            "gfal-copy error: 111 (Connection refused) - Could not stat the source: Failed to stat file (Connection refused)",
            Kind.DOWN,
            "does not answer"),
    ROOT_UNKNOWN_HOST(
            113,
            "gfal-copy error: 113 (No route to host) - Could not stat the source: Failed to stat file (No route to host)",
            Kind.DOWN,
            "does not answer"),
    ROOT_SILENT(
            110,
            "gfal-copy error: 110 (Connection timed out) - Could not stat the source: Failed to stat file (Connection timed out)",
            Kind.DOWN,
            "does not answer"),
    HTTPS_MISSING(
            2,
            "gfal-copy error: 2 (No such file or directory) - Could not stat the source: Result HTTP 404 : File not found  after 1 attempts",
            Kind.REFUSED,
            "does not have this file"),
    HTTPS_REFUSED(
            1,
            "gfal-copy error: 1 (Operation not permitted) - HTTP 403 : Permission refused ",
            Kind.REFUSED,
            "does not give you this file"),
    HTTPS_SERVER_NOT_TRUSTED(
            112,
            "gfal-copy error: 112 (Host is down) - Could not stat the source: Result (Neon): Server certificate verification failed: issuer is not trusted after 1 attempts",
            Kind.REFUSED,
            "and the proxy do not agree on a certificate"),
    HTTPS_DOWN(
            112,
            "gfal-copy error: 112 (Host is down) - Could not stat the source: Result Could not connect to server after 1 attempts",
            Kind.DOWN,
            "does not answer"),
    HTTPS_UNKNOWN_HOST(
            113,
            "gfal-copy error: 113 (No route to host) - Could not stat the source: Result Domain name resolution failed after 1 attempts",
            Kind.DOWN,
            "does not answer"),
    HTTP_BUSY(
            5,
            "gfal-copy error: 5 (Input/output error) - Could not stat the source: Result HTTP 503 : Unexpected server error: 503  after 1 attempts",
            Kind.BUSY,
            "is busy"),
    NOSUCH_SCHEME(
            93,
            "gfal-copy error: 93 (Protocol not supported) - Could not stat the source: Protocol not supported or path/url invalid: nosuch://localhost/f",
            Kind.REFUSED,
            "cannot be read here: gfal-copy has no plugin for nosuch"),
    /// By hand.
    ROOT_CUT_BY_A_CRASH(
            111,
            "gfal-copy error: 111 (Connection refused) - Error on XrdCl::CopyProcess::Run(): [FATAL] Connection error:  (source)",
            Kind.DOWN,
            "does not answer"),
    /// By hand.
    ROOT_CUT_BY_SILENCE(
            116,
            "gfal-copy error: 116 (Stale file handle) - Error on XrdCl::CopyProcess::Run(): [ERROR] Operation expired:  (source)",
            Kind.CUT,
            "broke off"),
    /// By hand.
    ROOT_OTHER_CHECKSUM(
            84,
            "gfal-copy error: 84 (Invalid or incomplete multibyte or wide character) - Error on XrdCl::CopyProcess::Run(): [ERROR] CheckSum error",
            Kind.WRONG,
            "sent a file with another checksum"),
    /// By hand.
    HTTPS_OTHER_CHECKSUM(
            5,
            "gfal-copy error: 5 (Input/output error) - SOURCE CHECKSUM MISMATCH Source checksum and user-specified checksum do not match: 14cc0337 != 00000001",
            Kind.WRONG,
            "sent a file with another checksum"),
    /// By hand.
    HTTPS_FULL_DISK_HERE(
            28,
            "gfal-copy error: 28 (No space left on device) - errno reported by local system call No space left on device",
            Kind.ERROR,
            "could not be copied: the disk here is full"),
    /// By hand.
    ROOT_ITS_OWN_LIMIT(110, "Command timed out after 1 seconds!", Kind.STALLED, "took longer than 1 s"),
    /// By hand.
    ROOT_WITHOUT_PYTHON(
            127,
            "/usr/bin/gfal-copy: 28: exec: /usr/bin/python: not found",
            Kind.REFUSED,
            "cannot be read here: gfal-copy finds no Python with gfal2");

    /// Of which these are the words.
    static final String VERSIONS = "gfal2-util version 1.8.0 (gfal2 2.21.3)";

    private static final Pattern ERROR = Pattern.compile("gfal-copy error: .*");

    final int exit;
    final String errors;
    final Kind kind;
    final String words;

    GfalSaid(int exit, String errors, Kind kind, String words) {
        this.exit = exit;
        this.errors = errors;
        this.kind = kind;
        this.words = words;
    }

    String scheme() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_.*", "");
    }

    /// The line that counts, without what differs from run to run.
    static String inGeneral(String errors) {
        var line = ERROR.matcher(errors);
        return (line.find() ? line.group() : errors.strip())
                .replaceAll("localhost:\\d+", "localhost:1094")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:1094");
    }
}
