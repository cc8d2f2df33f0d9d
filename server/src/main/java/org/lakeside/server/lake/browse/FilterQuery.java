package org.lakeside.server.lake.browse;

import java.util.List;
import org.lakeside.rucio.client.Condition;
import org.lakeside.rucio.client.Condition.Operator;
import org.lakeside.rucio.client.Filters;
import org.lakeside.rucio.client.MetaValue;

/// A [Filter] in the catalogue's terms: alternatives of conditions, and dates as moments.
final class FilterQuery {
    private FilterQuery() {}

    /// @throws IllegalArgumentException with a sentence, for what the catalogue cannot be asked
    static Filters of(Filter filter) {
        return switch (filter) {
            case Filter.Is(SearchKey key, Comparison how, FilterValue value) -> condition(key.key(), how, value);
            case Filter.All(List<Filter> of) -> of.stream().map(FilterQuery::of).reduce(Filters.NONE, Filters::and);
            case Filter.Any(List<Filter> of) ->
                of.stream().map(FilterQuery::of).reduce(Filters::or).orElse(Filters.NONE);
        };
    }

    private static Filters condition(String key, Comparison how, FilterValue value) {
        return switch (value) {
            case FilterValue.Text(String text) -> one(key, how, new MetaValue.Text(text));
            case FilterValue.Numeral number -> one(key, how, new MetaValue.Numeral(number.number()));
            case FilterValue.Size(long bytes) -> one(key, how, new MetaValue.Numeral(bytes));
            case FilterValue.Flag(boolean set) -> one(key, how, new MetaValue.Flag(set));
            case FilterValue.Span span -> span(key, how, span);
        };
    }

    private static Filters one(String key, Comparison how, MetaValue value) {
        return Filters.all(new Condition(key, how.operator(), value));
    }

    /// After a day is from the next day on.
    private static Filters span(String key, Comparison how, FilterValue.Span span) {
        var from = Condition.of(key, Operator.GREATER_OR_EQUAL, span.from());
        var before = Condition.of(key, Operator.LESS, span.from());
        var within = Condition.of(key, Operator.LESS, span.to());
        var after = Condition.of(key, Operator.GREATER_OR_EQUAL, span.to());
        return switch (how) {
            case EQUAL -> Filters.all(from, within);
            case NOT_EQUAL -> Filters.all(before).or(Filters.all(after));
            case LESS -> Filters.all(before);
            case LESS_OR_EQUAL -> Filters.all(within);
            case GREATER -> Filters.all(after);
            case GREATER_OR_EQUAL -> Filters.all(from);
        };
    }
}
