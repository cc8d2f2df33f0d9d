package org.lakeside.server.lake.browse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.lakeside.rucio.client.Condition.Operator;

/// How the value of a key is compared, as people type it.
enum Comparison {
    EQUAL("=", Operator.EQUAL),
    NOT_EQUAL("!=", Operator.NOT_EQUAL),
    LESS("<", Operator.LESS),
    LESS_OR_EQUAL("<=", Operator.LESS_OR_EQUAL),
    GREATER(">", Operator.GREATER),
    GREATER_OR_EQUAL(">=", Operator.GREATER_OR_EQUAL);

    /// What is typed for one of them, the longer sign first.
    record Typed(String sign, Comparison meant) {}

    static final List<Typed> ALL_TYPED = allTyped();

    private final String sign;
    private final Operator operator;

    Comparison(String sign, Operator operator) {
        this.sign = sign;
        this.operator = operator;
    }

    String sign() {
        return sign;
    }

    /// The catalogue's word for it.
    Operator operator() {
        return operator;
    }

    boolean isAboutOrder() {
        return operator.isAboutOrder();
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
