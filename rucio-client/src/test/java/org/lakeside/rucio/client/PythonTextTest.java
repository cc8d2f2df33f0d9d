package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What these mean to Rucio is tried in `RucioClientIT`.
class PythonTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"AOD", "DAOD_*", "*.root", "data-2026", "a.b", "*"})
    void anOrdinaryTextIsLeftAsItIs(String text) {
        assertThat(PythonText.ofText(text)).isEqualTo("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    12,      '\\'12\\''
                    .5,      '\\'\\\\x2e5\\''
                    ...,     '\\'\\\\x2e\\\\x2e\\\\x2e\\''
                    None,    '\\'None\\''
                    is true, '\\'is\\\\x20\\\\x74rue\\''
                    a'b,     '\\'a\\\\x27b\\''
                    5%,      '\\'5\\\\x5c\\\\x25\\''
                    é,       '\\'\\\\U000000e9\\''
                    """)
    void aTextThatRucioWouldMakeMoreOfIsSentAsALiteral(String text, String sent) {
        assertThat(PythonText.ofText(text)).isEqualTo(sent);
    }

    @Test
    void numbersFlagsAndTimesAreThemselves() {
        assertThat(PythonText.of(new MetaValue.Numeral(1_000_000_000L))).isEqualTo("1000000000");
        assertThat(PythonText.of(new MetaValue.Numeral(new BigDecimal("1.50e3"))))
                .isEqualTo("1500");
        assertThat(PythonText.of(new MetaValue.Flag(true))).isEqualTo("True");
        assertThat(PythonText.of(new MetaValue.Time(Instant.parse("2026-11-21T04:42:50.9Z"))))
                .isEqualTo("'2026-11-21 04:42:50'");
    }

    @Property
    void theTextIsAsciiAndEndsWhereItShould(@ForAll @StringLength(max = 60) String text) {
        assertThat(PythonText.ofText(text)).matches("'([ -&(-\\[\\]-~]|\\\\.)*'");
    }

    @Property
    void rucioNeverSeesTheWordsItRewrites(@ForAll("words") String text) {
        assertThat(PythonText.ofText(text)).doesNotContain("true", "TRUE", "false", "FALSE");
    }

    /// As Rucio reads it: `dids.py`, `filter_engine.py` and `LIKE` of 41.5.1, in so far as texts are concerned.
    @Property
    void whatRucioReadsIsWhatWasMeant(@ForAll("words") String text) {
        String value = literal(PythonText.ofText(text));

        assertThat(value).doesNotContain("true", "TRUE", "false", "FALSE");
        boolean readAgain = value.chars().noneMatch(c -> "+-*/".indexOf(c) >= 0) && value.startsWith("'");
        String read = readAgain ? literal(value) : value;
        boolean like = read.indexOf('*') >= 0 || read.indexOf('%') >= 0;
        assertThat(like ? read.replace("\\%", "%").replace("\\\\", "\\") : read).isEqualTo(text);
    }

    /// A text of Python, without its quotes and escapes.
    private static String literal(String python) {
        assertThat(python).startsWith("'").endsWith("'").hasSizeGreaterThan(1);
        Matcher escape = Pattern.compile("\\\\(?:x([0-9a-f]{2})|U([0-9a-f]{8})|(['\\\\]))")
                .matcher(python.substring(1, python.length() - 1));
        return escape.replaceAll(found -> Matcher.quoteReplacement(
                found.group(3) != null
                        ? found.group(3)
                        : Character.toString(
                                Integer.parseInt(found.group(1) != null ? found.group(1) : found.group(2), 16))));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(
                        "true", "TRUE", "false", "FALSE", "x", "'", "\\", "t", "1", "-", "%", "_", " ", "é", "None",
                        "*")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
