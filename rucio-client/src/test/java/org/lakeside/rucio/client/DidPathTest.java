package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidPathTest {
    private static final HttpUrl SERVER = HttpUrl.get("https://rucio.example.org/base/");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sub/dir/file.txt | sub%2Fdir%2Ffile.txt | sub/dir/file.txt | sub%2Fdir%2Ffile.txt
                    a+b c%20         | a%2Bb%20c%2520       | a%2Bb%20c%2520   | a%252Bb%20c%252520
                    é#?;             | %C3%A9%23%3F%3B      | %C3%A9%23%3F%3B  | %C3%A9%23%3F%3B
                    x/files          | x%2Ffiles            | x/files          | x%2Ffiles
                    """)
    void eachKindOfServerHasItsSpelling(String name, String encoded, String raw, String twice) {
        Did did = new Did("data", name);

        assertThat(path(DidPath.ENCODED, did)).isEqualTo("/base/dids/data/" + encoded + "/status");
        assertThat(path(DidPath.RAW_SLASHES, did)).isEqualTo("/base/dids/data/" + raw + "/status");
        assertThat(path(DidPath.TWICE, did)).isEqualTo("/base/dids/data/" + twice + "/status");
    }

    @ParameterizedTest
    @CsvSource({".", ".."})
    void aNameOfDotsIsNoStepInTheTree(String name) {
        assertThat(path(DidPath.ENCODED, new Did("odd", name))).isEqualTo("/base/dids/odd%2F" + name + "/status");
        assertThat(path(DidPath.TWICE, new Did("odd", name)))
                .isEqualTo("/base/dids/odd/" + name.replace(".", "%252E") + "/status");
    }

    /// A server that decodes everything, before Rucio divides at the first slash.
    @Property
    void aServerThatDecodesReadsTheNameThatWasMeant(@ForAll("names") String name) {
        String path = decoded(inside(path(DidPath.ENCODED, new Did("data", name))));

        assertThat(path).isEqualTo("data/" + name);
    }

    /// Rucio was not told: it decodes nothing, and the web server all but slashes.
    @Property
    void aServerThatLeavesSlashesAloneReadsThemRaw(@ForAll("names") String name) {
        String path = inside(path(DidPath.RAW_SLASHES, new Did("data", name)));

        assertThat(path.toUpperCase(Locale.ROOT)).doesNotContain("%2F");
        assertThat(decoded(path)).isEqualTo("data/" + name);
    }

    /// The web server decodes all but slashes, and Rucio, as forms do, a second time.
    @Property
    void aServerThatDecodesTwiceReadsTheNameThatWasMeant(@ForAll("names") String name) {
        String path = inside(path(DidPath.TWICE, new Did("data", name)));

        assertThat(path.chars().filter(c -> c == '/')).hasSize(1);
        String first =
                Stream.of(path.split("%2F", -1)).map(DidPathTest::decoded).collect(Collectors.joining("%2F"));
        assertThat(URLDecoder.decode(first, StandardCharsets.UTF_8)).isEqualTo("data/" + name);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .alpha()
                .withChars("/%+ 2Ff#?&=;:@~!'\"\\<>[]{}|^`é日\t.")
                .ofMinLength(1)
                .ofMaxLength(60)
                // a step in the tree: no way to write it is safe from web servers
                .filter(name ->
                        Stream.of(name.split("/", -1)).noneMatch(part -> part.equals(".") || part.equals("..")));
    }

    private static String inside(String path) {
        return path.substring("/base/dids/".length(), path.length() - "/status".length());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String path(DidPath path, Did did) {
        return path.url(SERVER, "dids", did, "status").encodedPath();
    }
}
