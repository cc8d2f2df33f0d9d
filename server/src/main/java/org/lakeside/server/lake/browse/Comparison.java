package org.lakeside.server.lake.browse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// How the value of a key is compared.
enum Comparison {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    /// What is typed for one of them, the longer sign first.
    record Typed(String sign, Comparison meant) {}

    static final List<Typed> ALL_TYPED = allTyped();

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }

    boolean isAboutOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    private static List<Typed> allTyped() {
        var others = List.of(
                new Typed("==", EQUAL),
                new Typed("<>", NOT_EQUAL),
                new Typed("=<", LESS_OR_EQUAL),
                new Typed("=>", GREATER_OR_EQUAL),
                new Typed("≤", LESS_OR_EQUAL),
                new Typed("≥", GREATER_OR_EQUAL),
                new Typed("≠", NOT_EQUAL));
        return Stream.concat(Arrays.stream(values()).map(one -> new Typed(one.sign, one)), others.stream())
                .sorted(Comparator.comparingInt((Typed one) -> -one.sign().length()))
                .toList();
    }
}
