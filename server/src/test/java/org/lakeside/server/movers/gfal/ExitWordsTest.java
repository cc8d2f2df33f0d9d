package org.lakeside.server.movers.gfal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;

/// What gfal2-util 1.8.0 with gfal2 2.21.3 was seen to say.
class ExitWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2   | gfal-copy error: 2 (No such file or directory) - Failed to stat file (No such file or directory)                 | REFUSED | does not have this file
            2   | gfal-copy error: 2 (No such file or directory) - Result HTTP 404 : File not found after 1 attempts               | REFUSED | does not have this file
            13  | gfal-copy error: 13 (Permission denied) - Failed to stat file (Permission denied)                                | REFUSED | does not give you this file
            1   | gfal-copy error: 1 (Operation not permitted) - Result HTTP 403 : Permission refused after 1 attempts            | REFUSED | does not give you this file
            52  | gfal-copy error: 52 (Invalid exchange) - Failed to stat file (Invalid exchange)                                  | REFUSED | does not accept the proxy, or none was shown
            112 | gfal-copy error: 112 (Host is down) - Server certificate verification failed                                     | REFUSED | and the proxy do not agree on a certificate
            112 | gfal-copy error: 112 (Host is down) - Could not connect to server                                                | DOWN    | does not answer
            111 | gfal-copy error: 111 (Connection refused) - Failed to stat file (Connection refused)                             | DOWN    | does not answer
            110 | gfal-copy error: 110 (Connection timed out) - Command timed out after 20 seconds!                                | DOWN    | does not answer
            113 | gfal-copy error: 113 (No route to host) - Host unknown                                                           | DOWN    | does not answer
            5   | gfal-copy error: 5 (Input/output error) - Result HTTP 503 : Unexpected server error: 503                         | BUSY    | is busy
            5   | gfal-copy error: 5 (Input/output error) - SOURCE CHECKSUM MISMATCH Source and user-defined                       | WRONG   | sent a file with another checksum
            84  | gfal-copy error: 84 (Invalid or incomplete) - CheckSum error                                                     | WRONG   | sent a file with another checksum
            116 | gfal-copy error: 116 (Stale file handle) - Operation expired                                                     | CUT     | broke off
            93  | gfal-copy error: 93 (Protocol not supported) - Protocol not supported or path/url invalid                        | REFUSED | cannot be read here: gfal-copy has no plugin for root
            127 | exec: /usr/bin/python: not found                                                                                 | REFUSED | cannot be read here: gfal-copy finds no Python with gfal2
            111 | gfal-copy error: 111 (Connection refused) - Failed to open file root://a.test//lake/data503/f (Connection refused) | DOWN    | does not answer
            116 | gfal-copy error: 116 (Stale file handle) - root://a.test//store/http 403/f (Operation expired)                | CUT     | broke off
            5   | gfal-copy error: 5 (Input/output error) - /lake/checksums/certificate.root (Input/output error)                  | ERROR   | failed
            139 | Segmentation fault                                                                                               | ERROR   | made gfal-copy crash (signal 11)
            """)
    void eachIsUnderstood(int exit, String errors, Kind kind, String words) {
        var failure = ExitWords.of("root", exit, errors);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.what()).startsWith(words);
    }

    @Test
    void whatComesBeforeTheErrorDoesNotCount() {
        var failure = ExitWords.of(
                "root", 2, "[2026-11-21] something of XRootD 403\ngfal-copy error: 2 (No such file) - no such file\n");

        assertThat(failure.what()).isEqualTo("does not have this file");
    }

    @Test
    void neitherAddressNorTheProxysPlaceIsRepeated() {
        var failure = ExitWords.of(
                "root",
                112,
                "gfal-copy error: 112 (Host is down) - cannot open root://a.test//f?xrd.gsiusrpxy=/tmp/run-1/proxy&authz=abc in /tmp/run-1/proxy");

        assertThat(failure.what()).doesNotContain("a.test", "proxy", "abc");
    }
}
