package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.lakeside.rucio.client.EveryCall.all;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class ListsTest extends WithRucio {
    @Test
    void aSearchFindsNamesOfEveryKind() {
        answers("search.http");

        List<FoundDid> found = all(client().dids().search(tokens, new SearchQuery("odd", "*", SearchType.ALL, 100)));

        assertThat(found).hasSize(19);
        assertThat(found)
                .contains(new FoundDid(
                        new Did("odd", "a set with blanks+plus%25é"),
                        DidType.DATASET,
                        OptionalLong.of(104),
                        OptionalLong.of(3)));
        assertThat(found)
                .contains(new FoundDid(
                        new Did("odd", "Ünïcode-日本-😀.txt"), DidType.FILE, OptionalLong.of(38), OptionalLong.of(1)));
    }

    @Test
    void aSearchTellsRucioPatternTypeAndLimit() {
        answers("search-nothing.http");

        all(client().dids().search(tokens, new SearchQuery("user.alice", "raw*", SearchType.DATASET, 7)));

        HttpUrl asked = asked().getUrl();
        assertThat(asked.encodedPath()).isEqualTo("/dids/user.alice/dids/search");
        assertThat(asked.queryParameter("filters")).isEqualTo("[{'name': 'raw*'}]");
        assertThat(asked.queryParameter("type")).isEqualTo("dataset");
        assertThat(asked.queryParameter("long")).isEqualTo("true");
        assertThat(asked.queryParameter("limit")).isEqualTo("7");
    }

    @Test
    void aPatternThatRucioWouldMistakeIsSentSoThatItCannot() {
        answers("search-nothing.http");

        all(client().dids().search(tokens, new SearchQuery("d", "ds-true*", SearchType.FILE, 2)));

        HttpUrl asked = asked().getUrl();
        assertThat(asked.queryParameter("filters")).isEqualTo("[{'name': '\\'ds\\\\x2d\\\\x74rue\\\\x2a\\''}]");
        assertThat(asked.queryParameter("limit")).isEqualTo("2");
    }

    @Test
    void rowsWithoutAKindAreLookedUpAndThoseOfAnotherKindLeftOut() {
        answers(rows(
                "{\"scope\":\"data\",\"name\":\"ok\",\"did_type\":null,\"bytes\":null,\"length\":null}",
                "{\"scope\":\"data\",\"name\":\"ok.0\",\"did_type\":null,\"bytes\":null,\"length\":null}",
                "{\"scope\":\"opendata\",\"name\":\"run1.raw\",\"did_type\":null,\"bytes\":null,\"length\":null}"));
        answers("bulkmeta.http");
        SearchQuery query = new SearchQuery("data", "*", SearchType.DATASET, 10)
                .where(Filters.all(Condition.of("beam_energy", Condition.Operator.GREATER, 7)));

        List<FoundDid> found = all(client().dids().search(tokens, query));

        assertThat(found)
                .extracting(row -> row.did().name(), FoundDid::type)
                .containsExactlyInAnyOrder(tuple("ok", DidType.DATASET), tuple("run1.raw", DidType.DATASET));
        // Rucio would count those of other kinds, too
        assertThat(asked().getUrl().queryParameter("limit")).isNull();
        assertThat(asked().getBody().utf8()).contains("ok.0").contains("run1.raw");
    }

    @Test
    void theContentOfAContainerHasNoSizes() {
        answers("content-container.http");

        assertThat(all(client().dids().content(tokens, new Did("opendata", "catalogue"))))
                .containsExactly(
                        new Child(
                                new Did("opendata", "catalogue.2026"),
                                DidType.CONTAINER,
                                OptionalLong.empty(),
                                Checksums.NONE),
                        new Child(
                                new Did("opendata", "catalogue.run2"),
                                DidType.CONTAINER,
                                OptionalLong.empty(),
                                Checksums.NONE));
    }

    @Test
    void theContentOfADatasetIsItsFiles() {
        answers("content-dataset.http");

        List<Child> files = all(client().dids().content(tokens, OK));

        assertThat(files).hasSize(5).allMatch(file -> file.type() == DidType.FILE);
        assertThat(files.getFirst().checksums().md5()).contains("4e1472f87073153bc5a6630801f62808");
    }

    @Test
    void anEmptyCollectionHasNoRows() {
        answers("content-empty.http");

        assertThat(all(client().dids().content(tokens, new Did("data", "empty"))))
                .isEmpty();
    }

    @Test
    void filesComeWithTheChecksumsThereAre() {
        answers("files-sums.http");

        assertThat(all(client().dids().files(tokens, new Did("data", "sums"))))
                .extracting(FileInDid::checksums)
                .extracting(Checksums::adler32)
                .containsExactly(
                        Optional.of("ce16995d"),
                        Optional.of("00620062"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("00000001"));
    }

    @Test
    void aNameThatEndsLikeARouteIsAskedForByABetterOne() {
        answers("content-empty.http");
        answers("files.http");

        all(client().dids().content(tokens, new Did("data", "x/files")));
        all(client().dids().files(tokens, new Did("data", "x/dids")));

        assertThat(asked().getTarget()).isEqualTo("/dids/data/x%2Ffiles/dids");
        assertThat(asked().getTarget()).isEqualTo("/dids/data/x%2Fdids/files");
    }

    @Test
    void replicasComeWithAddressesThatCanBeOpened() {
        answers("replicas.http");

        List<FileReplicas> files = all(client().replicas().files(tokens, ReplicaQuery.overHttp(List.of(OK))));

        FileReplicas odd = find(files, "odd", "hash#question?.txt");
        assertThat(odd.pfns())
                .containsExactly(new Pfn(
                        URI.create("http://localhost:23012/opendata/rucio/odd/e8/30/hash%23question%3F.txt"),
                        "OPEN",
                        "DISK",
                        "wan",
                        1,
                        false));
        assertThat(odd.replicas()).containsExactly(new Replica("OPEN", "AVAILABLE", "DISK", odd.pfns()));
    }

    @Test
    void aFileWithoutReplicasAndOneInsideAnArchiveAreToldApart() {
        answers("replicas.http");

        List<FileReplicas> files = all(client().replicas().files(tokens, ReplicaQuery.overHttp(List.of(OK))));

        assertThat(find(files, "data", "noreplica.bin").pfns()).isEmpty();
        Pfn member = find(files, "data", "member1.txt").pfns().getFirst();
        assertThat(member.insideArchive()).isTrue();
        assertThat(member.uri().getRawQuery()).isEqualTo("xrdcl.unzip=member1.txt");
        assertThat(find(files, "data", "tape.0").pfns().getFirst().rseType()).isEqualTo("TAPE");
    }

    @Test
    void manyDidsAreAskedForAThousandAtATime() {
        answers("replicas.http");
        answers("replicas.http");
        answers("content-empty.http");
        List<Did> dids = new ArrayList<>(Collections.nCopies(2001, OK));

        List<FileReplicas> files = all(client().replicas().files(tokens, ReplicaQuery.overHttp(dids)));

        assertThat(files).hasSize(56);
        RecordedRequest first = asked();
        assertThat(first.getTarget()).isEqualTo("/replicas/list");
        assertThat(first.getHeaders().get("Content-Length")).isEqualTo(Long.toString(first.getBodySize()));
        assertThat(first.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(first.getBody().utf8())
                .endsWith("\"schemes\":[\"https\",\"davs\",\"http\",\"dav\"],\"sort\":\"geoip\"}");
        assertThat(first.getBody().utf8().split("\"scope\"", -1)).hasSize(1001);
        asked();
        assertThat(asked().getBody().utf8()).startsWith("{\"dids\":[{\"scope\":\"data\",\"name\":\"ok\"}],");
    }

    @Test
    void theReplicasOfNothingAreNoQuestion() {
        assertThat(all(client().replicas().files(tokens, ReplicaQuery.overHttp(List.of()))))
                .isEmpty();
        assertThat(rucio.getRequestCount()).isZero();
    }

    @Test
    void aListThatIsReadWhereNobodyWaitsMayPauseForLonger() {
        answers(rows(three()).throttleBody(100, 4, TimeUnit.SECONDS)); // one pause

        try (var found =
                impatient(Duration.ofSeconds(3)).dids().search(tokens, new SearchQuery("d", "*", SearchType.FILE, 9))) {
            found.patience(Duration.ofMinutes(1));

            assertThat(found).toIterable().hasSize(3);
        }
    }

    @Test
    void whatItsPatienceEndsIsCut() {
        answers(rows(three()).throttleBody(70, 1, TimeUnit.MINUTES));

        try (var found = client().dids().search(tokens, new SearchQuery("d", "*", SearchType.FILE, 9))) {
            found.patience(Duration.ofMillis(200));

            assertThatExceptionOfType(RucioException.class)
                    .isThrownBy(() -> all(found))
                    .withMessageContaining("fell silent")
                    .returns(RucioException.Kind.CUT, RucioException::kind);
        }
    }

    private static String[] three() {
        return IntStream.range(0, 3)
                .mapToObj("{\"scope\":\"d\",\"name\":\"file-%d\",\"did_type\":\"FILE\"}"::formatted)
                .toArray(String[]::new);
    }

    private static FileReplicas find(List<FileReplicas> files, String scope, String name) {
        return files.stream()
                .filter(file -> file.did().equals(new Did(scope, name)))
                .findFirst()
                .orElseThrow();
    }

    private static MockResponse.Builder rows(String... rows) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/x-json-stream")
                .chunkedBody(String.join("\n", rows) + "\n", 50);
    }
}
