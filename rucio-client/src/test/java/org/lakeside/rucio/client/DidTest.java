package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {
    @Property
    void whatIsPrintedParsesBack(@ForAll("dids") Did did) {
        assertThat(Did.parse(did.toString())).contains(did);
    }

    @Provide
    Arbitrary<Did> dids() {
        Arbitrary<String> scopes = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("._-é")
                .ofMinLength(1)
                .ofMaxLength(25);
        Arbitrary<String> names = Arbitraries.strings()
                .alpha()
                .withChars(" /:+%#?é\t\"'\\日")
                .ofMinLength(1)
                .ofMaxLength(250);
        return Combinators.combine(scopes, names).as(Did::new);
    }

    @Test
    void theNameBeginsAfterTheFirstColon() {
        assertThat(Did.parse("user.jdoe:a:b/c d")).contains(new Did("user.jdoe", "a:b/c d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hits", ":", ":name", "scope:", " :name", "sco/pe:name"})
    void whatAPersonMistypesIsNoDid(String text) {
        assertThat(Did.parse(text)).isEmpty();
    }

    @Test
    void aDidWithoutANameCannotBeMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Did("data", ""))
                .withMessageContaining("data:");
    }
}
