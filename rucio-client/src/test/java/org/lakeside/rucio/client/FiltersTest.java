package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.lakeside.rucio.client.Condition.Operator.EQUAL;
import static org.lakeside.rucio.client.Condition.Operator.GREATER;
import static org.lakeside.rucio.client.Condition.Operator.LESS;
import static org.lakeside.rucio.client.Condition.Operator.NOT_EQUAL;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersTest {
    private static final Condition DAOD = Condition.of("datatype", EQUAL, "DAOD*");
    private static final Condition LARGE = Condition.of("bytes", GREATER, 1_000_000_000L);
    private static final Condition SMALL = Condition.of("bytes", LESS, 9_000_000_000L);
    private static final Condition PLAIN = Condition.of("hidden", NOT_EQUAL, true);

    @Test
    void nameAndConditionsAreAllAskedFor() {
        assertThat(Filters.all(DAOD, LARGE).inPython("raw*"))
                .isEqualTo("[{'name': 'raw*', 'datatype': 'DAOD*', 'bytes.gt': 1000000000}]");
    }

    @Test
    void anyNameIsNoCondition() {
        assertThat(Filters.all(PLAIN).inPython("*")).isEqualTo("[{'hidden.ne': True}]");
        assertThat(Filters.NONE.inPython("*")).isEqualTo("[{'name': '*'}]");
    }

    @Test
    void alternativesAreADictionaryEach() {
        assertThat(Filters.all(DAOD).or(Filters.all(LARGE, SMALL)).inPython("a*"))
                .isEqualTo("[{'name': 'a*', 'datatype': 'DAOD*'},"
                        + " {'name': 'a*', 'bytes.gt': 1000000000, 'bytes.lt': 9000000000}]");
    }

    @Test
    void andIsSpreadOverTheAlternatives() {
        assertThat(Filters.all(DAOD)
                        .or(Filters.all(PLAIN))
                        .and(Filters.all(LARGE))
                        .groups())
                .containsExactly(List.of(DAOD, LARGE), List.of(PLAIN, LARGE));
    }

    @Test
    void whatIsSaidTwiceIsSaidOnce() {
        assertThat(Filters.all(DAOD).and(Filters.all(DAOD, LARGE)).groups()).containsExactly(List.of(DAOD, LARGE));
    }

    @Test
    void nothingHasToHoldIsNeutral() {
        assertThat(Filters.NONE.and(Filters.all(DAOD))).isEqualTo(Filters.all(DAOD));
        assertThat(Filters.all(DAOD).and(Filters.NONE)).isEqualTo(Filters.all(DAOD));
        assertThat(Filters.all(DAOD).or(Filters.NONE)).isEqualTo(Filters.NONE);
        assertThat(Filters.all()).isEqualTo(Filters.NONE);
    }

    /// Rucio refuses it, or, in a literal of Python, would see the second one only.
    @Test
    void twoConditionsOfTheSameKindDoNotGoTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Filters.all(DAOD, Condition.of("datatype", EQUAL, "AOD")))
                .withMessageContaining("one condition of each kind for datatype");
    }

    @Test
    void thereIsAnEndToAlternatives() {
        List<List<Condition>> groups = Collections.nCopies(101, List.of(DAOD));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Filters(groups))
                .withMessageContaining("101 alternatives");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "'", "type", "did_type", "True", "1", "created_after", "name", "é"})
    void whatCannotBeAKeyIsRefused(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> Condition.of(key, EQUAL, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "100%"})
    void aPatternHasNoOrder(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Condition.of("datatype", GREATER, text));
    }

    @Test
    void listsCannotBeSearchedFor() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Condition("tags", EQUAL, new MetaValue.Other("[1]")));
    }
}
