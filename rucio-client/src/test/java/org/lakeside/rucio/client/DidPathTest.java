package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static String path(DidPath path, Did did) {
        return path.url(SERVER, "dids", did, "status").encodedPath();
    }
}
