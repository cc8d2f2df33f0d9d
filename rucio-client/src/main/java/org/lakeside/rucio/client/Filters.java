package org.lakeside.rucio.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What has to hold for the metadata of a DID: all conditions of at least one group.
///
/// Within a group Rucio takes one condition for each key and operator: `bytes > 1 AND bytes < 9` is one group,
/// `datatype = A AND datatype = B` is none, whereas `datatype = A OR datatype = B` are two.
///
/// @param groups empty when nothing has to hold
public record Filters(List<List<Condition>> groups) {
    /// Nothing has to hold.
    public static final Filters NONE = new Filters(List.of());

    private static final int MOST_GROUPS = 100;

    /// @throws IllegalArgumentException for a group that says the same key and operator twice, an empty group among
    /// others, or more than 100 groups
    public Filters {
        groups = groups.stream().map(List::copyOf).toList();
        if (groups.size() > MOST_GROUPS) {
            throw new IllegalArgumentException("%d alternatives; 100 are the most".formatted(groups.size()));
        }
        for (List<Condition> group : groups) {
            check(group);
        }
    }

    private static void check(List<Condition> group) {
        if (group.isEmpty()) {
            throw new IllegalArgumentException("an alternative without conditions");
        }
        Set<String> said = new HashSet<>();
        for (Condition condition : group) {
            if (!said.add(condition.key() + condition.operator().suffix())) {
                throw new IllegalArgumentException(
                        "Rucio takes one condition of each kind for %s, not two".formatted(condition.key()));
            }
        }
    }

    /// With the pattern of a name, as a list of dictionaries in Python: one for each group.
    String inPython(String namePattern) {
        String name = "'name': " + PythonText.ofText(namePattern);
        if (groups.isEmpty()) {
            return "[{" + name + "}]";
        }
        boolean anyName = namePattern.equals("*");
        return groups.stream()
                .map(group -> Stream.concat(
                                Stream.of(name).filter(_ -> !anyName),
                                group.stream().map(Condition::inPython))
                        .collect(Collectors.joining(", ", "{", "}")))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /// All of them have to hold.
    public static Filters all(Condition... conditions) {
        return conditions.length == 0 ? NONE : new Filters(List.of(List.of(conditions)));
    }

    /// This or the other has to hold.
    public Filters or(Filters other) {
        if (groups.isEmpty() || other.groups.isEmpty()) {
            return NONE;
        }
        List<List<Condition>> both = new ArrayList<>(groups);
        both.addAll(other.groups);
        return new Filters(both);
    }

    /// This and the other have to hold.
    public Filters and(Filters other) {
        if (groups.isEmpty()) {
            return other;
        }
        if (other.groups.isEmpty()) {
            return this;
        }
        List<List<Condition>> pairs = new ArrayList<>();
        for (List<Condition> mine : groups) {
            for (List<Condition> theirs : other.groups) {
                List<Condition> pair = new ArrayList<>(mine);
                theirs.stream().filter(condition -> !mine.contains(condition)).forEach(pair::add);
                pairs.add(pair);
            }
        }
        return new Filters(pairs);
    }
}
