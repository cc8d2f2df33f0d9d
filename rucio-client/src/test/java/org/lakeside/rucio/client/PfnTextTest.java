package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PfnTextTest {
    @Property
    void anyNameIsOneSegmentThatDecodesToItself(@ForAll("names") String name) {
        URI uri = PfnText.parse("https://dav.example.org:443/store/odd/bb/16/" + name, false)
                .orElseThrow();

        String segment = uri.getRawPath().substring("/store/odd/bb/16/".length());
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
        assertThat(segment).matches("[\\x21-\\x7e]*").doesNotContain("+");
        assertThat(URLDecoder.decode(segment, StandardCharsets.UTF_8)).isEqualTo(name);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars(" +&=%#?;,\\[]{}<>'\"~@!:é日\t\u0001")
                .withCharRange('\u00a0', '\ud7ff')
                .ofMaxLength(80);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                http://h:80/odd/a name with blanks.txt     | http://h:80/odd/a%20name%20with%20blanks.txt
                http://h:80/odd/hash#question?.txt         | http://h:80/odd/hash%23question%3F.txt
                http://h:80/odd/percent%20and%25.txt       | http://h:80/odd/percent%2520and%2525.txt
                root://h:1094//store/plus+and.root         | root://h:1094//store/plus%2Band.root
                file://localhost/mnt/data/x y              | file://localhost/mnt/data/x%20y
                srm://h:8446/srm/managerv2?SFN=/pnfs/a b   | srm://h:8446/srm/managerv2?SFN=/pnfs/a%20b
                davs://h/x.root&#multirange=false&nconnections=4 | davs://h/x.root
                """)
    void namesAreEncodedAndTheRestIsKept(String pfn, String uri) {
        assertThat(PfnText.parse(pfn, false)).contains(URI.create(uri));
    }

    @Test
    void aMemberOfAnArchiveKeepsItsQuery() {
        assertThat(PfnText.parse("http://h:80/data/bun?dle.zip?xrdcl.unzip=sub%2Fmember+2%2B.csv", true))
                .contains(URI.create("http://h:80/data/bun%3Fdle.zip?xrdcl.unzip=sub%2Fmember%202%2B.csv"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3.example.org/bucket/a%20b.root?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=ab%2Fcd",
                "https://s3.example.org/bucket/a.root?AWSAccessKeyId=K&Signature=x%2By%3D&Expires=1",
                "https://swift.example.org/v1/a.root?temp_url_sig=00ff&temp_url_expires=1",
            })
    void aSignedAddressIsLeftAsItIs(String pfn) {
        assertThat(PfnText.parse(pfn, false)).contains(URI.create(pfn));
    }

    @ParameterizedTest
    @ValueSource(strings = {"magnet:?xt=urn:btih:00", "/just/a/path", "", "http://h o s t/x"})
    void whatIsNoAddressIsLeftOut(String pfn) {
        assertThat(PfnText.parse(pfn, false)).isEmpty();
    }
}
