package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.lakeside.rucio.client.Did;

final class LayoutTest {
    private final Layout layout = new Layout(Path.of("/data"));

    @Example
    void plainNamesStayAsTheyAre() {
        assertThat(layout.path("lake", new Did("ATLAS_LAPP_JEZEQUEL", "data_A.GamGam.root")))
                .isEqualTo(Path.of("/data/lake/ATLAS_LAPP_JEZEQUEL/data_A.GamGam.root"));
    }

    @Example
    void whatIsNotPlainIsPercentEncoded() {
        assertThat(Layout.segment("a b/é%")).isEqualTo("a%20b%2F%C3%A9%25");
        assertThat(Layout.segment(".")).isEqualTo("%2E");
        assertThat(Layout.segment("..")).isEqualTo("%2E.");
        assertThat(Layout.segment(".hidden")).isEqualTo("%2Ehidden");
    }

    @Example
    void aLongNameKeepsItsBeginningAndItsExtension() {
        String segment = Layout.segment("x".repeat(300) + ".root");

        assertThat(segment).hasSize(200).startsWith("xxxx").endsWith(".root").contains("%~");
        assertThat(Layout.segment("x".repeat(200))).isEqualTo("x".repeat(200));
    }

    @Property
    void everyNameBecomesOneSafeSegment(@ForAll("names") String name) {
        String segment = Layout.segment(name);

        assertThat(segment).matches("[A-Za-z0-9_+=@~%-][A-Za-z0-9._+=@~%-]*").isNotIn(".", "..");
        assertThat(segment.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 200);
        assertThat(Path.of("/data").resolve(segment).normalize().getParent()).isEqualTo(Path.of("/data"));
    }

    @Property
    void differentNamesHaveDifferentSegments(@ForAll("names") String one, @ForAll("names") String other) {
        boolean sameName = one.equals(other);

        assertThat(Layout.segment(one).equals(Layout.segment(other))).isEqualTo(sameName);
    }

    /// The segment of one name is the name of another: nobody can choose a name that hits somebody else's file.
    @Property
    void theSegmentOfANameIsNotThatOfItsOwnSegment(@ForAll("names") String name) {
        String segment = Layout.segment(name);

        if (!segment.equals(name)) assertThat(Layout.segment(segment)).isNotEqualTo(segment);
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> some = Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars(" éü/\\\0\n.%~日本")
                .ofMinLength(1)
                .ofMaxLength(40);
        Arbitrary<String> any = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE));
        Arbitrary<String> segments = some.map(Layout::segment);
        Arbitrary<String> longOnes =
                some.flatMap(text -> Arbitraries.integers().between(2, 30).map(text::repeat));
        return Arbitraries.oneOf(some, any, segments, longOnes, longOnes.map(Layout::segment));
    }
}
