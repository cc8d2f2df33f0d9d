package org.lakeside.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949, 9.9 kB",
        "9950, 10 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "1073741824, 1.1 GB",
        "9223372036854775807, 9223 PB"
    })
    void sizesHaveTwoOrThreeDigits(long bytes, String words) {
        assertThat(Words.size(bytes)).isEqualTo(words);
    }

    @Test
    void timesAreRounded() {
        assertThat(Words.time(Duration.ofSeconds(99))).isEqualTo("99 s");
        assertThat(Words.time(Duration.ofSeconds(100))).isEqualTo("2 min");
        assertThat(Words.time(Duration.ofHours(5))).isEqualTo("5 h");
    }

    @Test
    void namesCannotDriveATerminal() {
        assertThat(Words.plain("tab\there \033[2J, right-to-left \u202e, é 日 😀"))
                .isEqualTo("tab\\u{9}here \\u{1b}[2J, right-to-left \\u{202e}, é 日 😀");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"state":"queued"}                                            | 0   | waiting for its turn
                    {"state":"listing","bytes":{"total":0,"done":0}}              | 0   | listing its files
                    {"state":"running","bytes":{"total":1000,"done":250}}         | 25  | 250 B of 1.0 kB
                    {"state":"running","bytes":{"total":9,"done":1},"waiting":"Waiting for X"} | 11 | Waiting for X
                    {"state":"running","bytes":{"total":1000,"done":1},"rate":2000000,"seconds_left":61,"files":{"total":3,"done":1}} | 0 | 1 B of 1.0 kB, 1 of 3 files, 2.0 MB/s, 61 s left
                    {"state":"done","bytes":{"total":0,"done":0}}                 | 100 | 0 B of 0 B
                    """)
    void aDownloadsStandingIsSaidInWords(String download, int percent, String words) {
        Standing standing = Standing.of(JsonMapper.shared().readTree(download));

        assertThat(standing.percent()).isEqualTo(percent);
        assertThat(standing.words()).isEqualTo(words);
    }
}
