package org.lakeside.server.movers.gfal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lakeside.server.lake.transfer.MoveFailure.Kind;

/// What is made of what the tool says.
class ExitWordsTest {
    @ParameterizedTest
    @EnumSource(GfalSaid.class)
    void whatItWasSeenToSayIsUnderstood(GfalSaid seen) {
        var failure = ExitWords.of(seen.scheme(), seen.exit, seen.errors + "\n");

        assertThat(failure.kind()).isEqualTo(seen.kind);
        assertThat(failure.what()).startsWith(seen.words);
    }

    /// A file may be called anything.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            111 | gfal-copy error: 111 (Connection refused) - Failed to open file root://a.test//lake/data503/f.root (Connection refused) | DOWN  | does not answer
            116 | gfal-copy error: 116 (Stale file handle) - root://a.test//store/http 403/f (Operation expired)                           | CUT   | broke off
            5   | gfal-copy error: 5 (Input/output error) - /lake/checksums/certificate.root (Input/output error)                          | ERROR | failed
            139 | Segmentation fault                                                                                                       | ERROR | made gfal-copy crash (signal 11)
            """)
    void namesOfFilesMeanNothing(int exit, String errors, Kind kind, String words) {
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
