package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.rucio.client.Condition;
import org.lakeside.rucio.client.Condition.Operator;
import org.lakeside.rucio.client.Filters;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem.Kind;

/// Filters in Rucio's own terms, and what has none.
class FilterQueryTest {
    private static final Instant FROM = Instant.parse("2026-01-31T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-02-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"<, LESS, from", "<=, LESS, to", ">, GREATER_OR_EQUAL, to", ">=, GREATER_OR_EQUAL, from"})
    void afterADayIsFromTheNextDayOn(String sign, Operator operator, String moment) {
        var at = moment.equals("from") ? FROM : TO;

        assertThat(filters("created" + sign + "2026-01-31"))
                .isEqualTo(Filters.all(Condition.of("created_at", operator, at)));
    }

    @Test
    void anotherDayIsBeforeOrAfter() {
        assertThat(filters("created!=2026-01-31"))
                .isEqualTo(Filters.all(Condition.of("created_at", Operator.LESS, FROM))
                        .or(Filters.all(Condition.of("created_at", Operator.GREATER_OR_EQUAL, TO))));
    }

    @ParameterizedTest
    @CsvSource({"datatype=A AND datatype=B, datatype", "created>2026 AND created>2025, created_at", "\"None\"=1, None"})
    void whatRucioCannotBeAskedIsSaidSo(String typed, String what) {
        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> SearchText.read(typed))
                .returns(Kind.BAD_SEARCH, e -> e.problem().kind())
                .withMessageContaining(what);
    }

    @Test
    void soManyAlternativesThatRucioWouldChokeAreASentence() {
        var pairs = "(datatype=a OR project=b) AND (bytes=1 OR length=2) AND (events=1 OR run=2)"
                + " AND (task_id=1 OR panda_id=2) AND (campaign=a OR version=b) AND (stream=a OR prod_step=b)"
                + " AND (guid=a OR md5=b)";

        assertThatExceptionOfType(LakeException.class)
                .isThrownBy(() -> SearchText.read(pairs))
                .returns(Kind.BAD_SEARCH, e -> e.problem().kind());
    }

    private static Filters filters(String typed) {
        return ((Understood.Pattern) SearchText.read(typed)).filters();
    }
}
