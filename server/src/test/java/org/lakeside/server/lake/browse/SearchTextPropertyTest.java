package org.lakeside.server.lake.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What has to hold for whatever people type.
class SearchTextPropertyTest {
    private static final List<String> PIECES = List.of(
            "user",
            ":",
            "hits",
            "*",
            " ",
            "\n",
            "AND",
            "or",
            "(",
            ")",
            "\"",
            "'",
            "\\",
            "=",
            "!=",
            "<",
            ">=",
            ",",
            ";",
            "datatype",
            "bytes",
            "1GB",
            "created",
            "2026-01-31",
            "rucio get",
            "https://",
            "?name=",
            "%",
            "true",
            "é",
            "😀",
            "\0",
            "--");

    @Property(tries = 2000)
    void nothingButTheProblemIsEverThrown(@ForAll("typed") String typed) {
        try {
            assertThat(SearchText.read(typed)).isNotNull();
        } catch (LakeException e) {
            assertThat(e.problem().kind()).isEqualTo(Kind.BAD_SEARCH);
            assertThat((Integer) e.problem().more().get(Problem.AT)).isBetween(0, typed.length());
            assertThat(e.problem().remedy()).isNotBlank();
        }
    }

    @Property(tries = 1000)
    void whatIsPrintedIsReadAsTheSame(@ForAll("filters") Filter filter) {
        assertThat(FilterParser.read(filter.toString(), 0, new ArrayList<>()))
                .as("%s", filter)
                .isEqualTo(filter);
    }

    @Property(tries = 1000)
    void whatWasUnderstoodCanBeTyped(@ForAll("typed") String typed) {
        Understood first;
        try {
            first = SearchText.read(typed);
        } catch (LakeException e) {
            return;
        }
        if (first instanceof Understood.Pattern)
            assertThat(SearchText.read(first.toString())).hasToString(first.toString());
    }

    @Provide
    Arbitrary<String> typed() {
        var pieces = Arbitraries.of(PIECES).list().ofMaxSize(14).map(list -> String.join("", list));
        return Arbitraries.frequencyOf(
                Tuple.of(4, pieces), Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
    }

    @Provide
    Arbitrary<Filter> filters() {
        var any = condition().list().ofMinSize(1).ofMaxSize(3).map(Filter::any);
        var all = Arbitraries.oneOf(condition(), any)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(Filter::all);
        return all.list().ofMinSize(1).ofMaxSize(3).map(Filter::any);
    }

    private static Arbitrary<Filter> condition() {
        return Arbitraries.of(SearchKeys.ALL)
                .flatMap(key -> Combinators.combine(how(key), value(key)).as((how, value) -> is(key, how, value)));
    }

    private static Filter is(SearchKey key, Comparison how, FilterValue value) {
        boolean many = value instanceof FilterValue.Text(String text) && (text.contains("*") || text.contains("%"));
        return new Filter.Is(key, many && how.isAboutOrder() ? Comparison.NOT_EQUAL : how, value);
    }

    private static Arbitrary<Comparison> how(SearchKey key) {
        return Arbitraries.of(Comparison.values()).filter(how -> key.operators().contains(how.sign()));
    }

    private static Arbitrary<FilterValue> value(SearchKey key) {
        return switch (key.type()) {
            case TEXT, ANY ->
                Arbitraries.strings()
                        .withChars("abz019 *%\"'\\(),;=<>!\t\né")
                        .ofMinLength(1)
                        .ofMaxLength(12)
                        .filter(text -> !text.isBlank() && !text.chars().allMatch(c -> c == '*'))
                        .map(FilterValue.Text::new);
            case NUMBER ->
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("-1000000000000"), new BigDecimal("1000000000000"))
                        .map(FilterValue.Numeral::new);
            case BYTES -> Arbitraries.longs().greaterOrEqual(0).map(FilterValue.Size::new);
            case DATE ->
                Arbitraries.of(
                                "2026",
                                "2026-02",
                                "2026-02-28",
                                "2026-02-28T23:59",
                                "2026-02-28T23:59:59Z",
                                "2026-01-01T00:00+02:00")
                        .map(text -> Values.of(key.type(), text, false).orElseThrow());
            case FLAG -> Arbitraries.of(true, false).map(FilterValue.Flag::new);
        };
    }
}
