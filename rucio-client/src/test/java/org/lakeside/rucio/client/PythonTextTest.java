package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
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

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of("true", "TRUE", "false", "FALSE", "x", "*", "'", "\\", "t", "1", "-")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
