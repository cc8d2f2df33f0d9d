package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.rucio.client.EveryCall.all;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.RucioException.Kind;

class OpenDataTest extends WithRucio {
    private static final Did DOCS = new Did("opendata", "docs");

    @Test
    void publicDidsAreListedWithoutAToken() {
        answers("open-dids.http");

        OpenDids page = client().openData().dids(0, 1000);

        assertThat(page.total()).isEqualTo(5);
        assertThat(page.rows()).extracting(OpenDid::did).contains(DOCS);
        RecordedRequest asked = asked();
        assertThat(asked.getTarget()).isEqualTo("/opendata/public/dids?limit=1000&offset=0");
        assertThat(asked.getHeaders().get("X-Rucio-Auth-Token")).isNull();
    }

    @Test
    void allOfThemAreReadPageByPageAndEachIsGivenOnce() {
        answers(page(1500, 0, 1000));
        answers(page(1500, 999, 1500)); // one has moved meanwhile
        RucioClient client = client();

        assertThat(all(client.openData().all())).hasSize(1500);
        asked();
        assertThat(asked().getTarget()).isEqualTo("/opendata/public/dids?limit=1000&offset=1000");
    }

    @Test
    void noPublicDidsAreNone() {
        answers(page(0, 0, 0));

        assertThat(all(client().openData().all())).isEmpty();
    }

    @Test
    void whatIsPublishedCanBeCited() {
        answers("open-record.http");

        OpenRecord record = client().openData().record(DOCS);

        assertThat(record.about().did()).isEqualTo(DOCS);
        assertThat(record.doi()).contains("10.1234/open.docs");
        assertThat(record.recordId()).hasValue(4711);
        assertThat(asked().getTarget()).isEqualTo("/opendata/public/dids/opendata/docs?meta=1");
    }

    @Test
    void filesComeWithTheirAddresses() {
        answers("open-files.http");

        List<OpenFile> files = client().openData().files(DOCS);

        assertThat(files).hasSize(4).allMatch(file -> file.addresses().size() == 1);
        assertThat(files)
                .filteredOn(file -> file.did().name().equals("docs/README.md"))
                .singleElement()
                .returns(53L, OpenFile::bytes)
                .satisfies(file -> assertThat(file.checksums().adler32()).contains("da19118f"));
    }

    @Test
    void whatIsNotPublicIsNotFound() {
        answers("open-not-public.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().openData().files(OK))
                .returns(Kind.NOT_FOUND, RucioException::kind);
    }

    @Test
    void aNameWithSlashesCannotBeAskedForOnMostServersAndTheMessageSaysSo() {
        answers("open-slash.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().openData().files(new Did("opendata", "docs/README.md")))
                .withMessageContaining("names with slashes")
                .returns(Kind.NOT_FOUND, RucioException::kind);
    }

    private static MockResponse.Builder page(int total, int from, int to) {
        String dids = IntStream.range(from, to)
                .mapToObj("{\"scope\": \"open\", \"name\": \"d%d\", \"state\": \"PUBLIC\"}"::formatted)
                .collect(Collectors.joining(", ", "[", "]"));
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body("{\"total\": %d, \"offset\": %d, \"dids\": %s}".formatted(total, from, dids));
    }
}
