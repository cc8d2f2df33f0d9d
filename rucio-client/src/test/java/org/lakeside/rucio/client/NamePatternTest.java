package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @ParameterizedTest
    @ValueSource(strings = {"ds1", "raw_*", "*", "Hyy_Oct20", "a.root", "*.root"})
    void ordinaryNamesAreLeftToRucio(String pattern) {
        assertThat(new NamePattern(pattern).isExact()).isTrue();
        assertThat(new NamePattern(pattern).asFilters(Filters.NONE)).isEqualTo("[{'name': '" + pattern + "'}]");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    ds-true-1,       ds-*-1
                    FALSE*,          **
                    100%,            100*
                    12345,           12345*
                    2026-11-21T04:42:50, 2026-11-21T04:42:50*
                    None,            None*
                    a b,             a b*
                    """)
    void whatRucioWouldMistakeIsSentWiderAndSiftedHere(String pattern, String sent) {
        NamePattern name = new NamePattern(pattern);

        assertThat(name.isExact()).isFalse();
        assertThat(name.asFilters(Filters.NONE)).isEqualTo("[{'name': '" + sent + "'}]");
        assertThat(name.matches(pattern)).isTrue();
        assertThat(name.matches(pattern + "x")).isEqualTo(pattern.endsWith("*"));
    }

    @Test
    void quotesAndForeignLettersCannotEndTheTextOfPython() {
        assertThat(new NamePattern("a'}, {'x': 'é\n😀*").asFilters(Filters.NONE))
                .isEqualTo("[{'name': 'a\\'}, {\\'x\\': \\'\\U000000e9\\U0000000a\\U0001f600*'}]");
    }

    @Property
    void theFilterIsAsciiAndItsTextEndsWhereItShould(@ForAll @StringLength(min = 1, max = 60) String pattern) {
        String filters = new NamePattern(pattern).asFilters(Filters.NONE);

        String text = filters.substring("[{'name': '".length(), filters.length() - "'}]".length());
        assertThat(text).matches("([ -&(-\\[\\]-~]|\\\\.)*");
    }

    @Property
    void anyNameMatchesItself(@ForAll @StringLength(min = 1, max = 60) String name) {
        assertThat(new NamePattern(name).matches(name)).isTrue();
    }
}
