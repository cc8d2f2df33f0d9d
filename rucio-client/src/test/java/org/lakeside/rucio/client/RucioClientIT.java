package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.rucio.client.EveryCall.all;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.Adler32;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.rucio.client.RucioException.Kind;

/// Against the real Rucio of the test bed, and its real storages.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RucioClientIT {
    private static final UserPassword ALICE = new UserPassword("alice", "secret");

    private final OkHttpClient http = new OkHttpClient();
    private final RucioClient client =
            RucioClient.builder(rucioUrl()).httpClient(http).build();
    private TokenSource tokens = new FixedToken();

    private static URI rucioUrl() {
        String url = System.getenv("LAKE_RUCIO_URL");
        if (url == null) {
            throw new IllegalStateException("LAKE_RUCIO_URL is not set: start the test bed (testbed/lake up) and"
                    + " take its environment: eval \"$(testbed/lake env)\"");
        }
        return URI.create(url);
    }

    @BeforeAll
    void logIn() {
        RucioToken token = client.login(ALICE, Optional.empty());
        tokens = only(token);
    }

    @Test
    void theServerIsARucio() {
        assertThat(client.ping()).matches("\\d+\\..*");
    }

    @Test
    void aLoginLastsAnHour() {
        RucioToken token = client.login(ALICE, Optional.empty());

        assertThat(token.account()).isEqualTo("alice");
        assertThat(Duration.between(Instant.now(), token.expires()))
                .isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client.login(new UserPassword("alice", "wrong"), Optional.empty()))
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
    }

    @Test
    void aUserOfTwoAccountsChoosesOne() {
        UserPassword both = new UserPassword("both", "secret");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client.login(both, Optional.empty()))
                .returns(Kind.CHOOSE_ACCOUNT, RucioException::kind)
                .returns(List.of("alice", "bob"), RucioException::accounts);
        assertThat(client.login(both, Optional.of("bob")).account()).isEqualTo("bob");
    }

    @Test
    void aTokenThatRucioDoesNotKnowIsRenewed() {
        RucioToken good = tokens.token();
        TokenSource stale = new TokenSource() {
            @Override
            public RucioToken token() {
                return new RucioToken("alice-alice-unknown-00", "alice", "alice", Instant.MAX);
            }

            @Override
            public RucioToken renewed(RucioToken refused) {
                return good;
            }
        };

        assertThat(client.scopes().of(stale, "alice")).containsExactly("user.alice");
    }

    @Test
    void whoseAccountATokenOpensIsRuciosToSay() {
        assertThat(client.account(tokens)).isEqualTo("alice");
    }

    @Test
    void anAccountWithoutScopesHasNone() {
        assertThat(client.scopes().of(tokens, "carol")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "odd", "opendata", "ATLAS_LAPP_JEZEQUEL"})
    void everythingThatIsFoundCanBeLookedUpAndIntoAndFoundByItsName(String scope) {
        List<FoundDid> found = search(scope, "*", SearchType.ALL);

        assertThat(found).isNotEmpty();
        for (FoundDid row : found) {
            DidInfo info = client.dids().did(tokens, row.did());
            assertThat(info.did()).isEqualTo(row.did());
            assertThat(info.type()).isEqualTo(row.type());
            assertThat(info.bytes()).as("%s", row).isPresent();
            List<Child> content = all(client.dids().content(tokens, row.did()));
            List<FileInDid> files = all(client.dids().files(tokens, row.did()));
            assertThat(content.isEmpty()).as("%s", row).isEqualTo(info.type() == DidType.FILE || files.isEmpty());
            assertThat(search(scope, row.did().name(), SearchType.ALL))
                    .extracting(FoundDid::did)
                    .containsExactly(row.did());
        }
    }

    @ParameterizedTest
    @MethodSource("datasetsWithBytes")
    void bytesBehindTheAddressesAreThoseOfTheCatalogue(Did dataset) throws IOException {
        List<Did> files = all(client.dids().files(tokens, dataset)).stream()
                .map(FileInDid::did)
                .toList();

        List<FileReplicas> replicas = all(client.replicas().files(tokens, ReplicaQuery.overHttp(files)));

        assertThat(replicas).extracting(FileReplicas::did).containsExactlyInAnyOrderElementsOf(files);
        for (FileReplicas file : replicas) {
            for (Pfn pfn : file.pfns()) {
                if (pfn.uri().getScheme().equals("http")) {
                    byte[] bytes = get(pfn.uri());
                    assertThat(bytes).as("%s", pfn).hasSize((int) file.bytes());
                    assertThat(adler32(bytes))
                            .isEqualTo(file.checksums().adler32().orElseThrow());
                }
            }
        }
        assertThat(replicas).anySatisfy(file -> assertThat(file.pfns()).isNotEmpty());
    }

    static List<Did> datasetsWithBytes() {
        return List.of(new Did("odd", "names"), new Did("data", "ok"), new Did("data", "x/files"));
    }

    @Test
    void anOpenDatasetIsAddedUp() {
        DidInfo open = client.dids().did(tokens, new Did("data", "open"));

        assertThat(open.open()).isTrue();
        assertThat(open.bytes()).hasValue(3 * 2048);
        assertThat(open.files()).hasValue(3);
    }

    @Test
    void aSearchHeedsTypeAndLimit() {
        assertThat(search("opendata", "*", SearchType.CONTAINER))
                .isNotEmpty()
                .allMatch(row -> row.type() == DidType.CONTAINER);
        assertThat(all(client.dids().search(tokens, new SearchQuery("opendata", "*", SearchType.ALL, 3))))
                .hasSize(3);
        assertThat(search("nosuchscope", "*", SearchType.ALL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345",
                "[1, 2]",
                "None",
                "true",
                "'}]",
                "a\\",
                "%",
                "2026-11-21T04:42:50",
                "é😀",
                "{'type': 'file'}"
            })
    void noPatternIsTooOddToAskFor(String pattern) {
        assertThat(search("odd", pattern, SearchType.ALL)).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client.dids().did(tokens, new Did("data", "not/there+at%all")))
                .returns(Kind.NOT_FOUND, RucioException::kind);
        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client.dids().files(tokens, new Did("data", "not there")))
                .returns(Kind.NOT_FOUND, RucioException::kind);
    }

    @Test
    void thousandsOfDidsAreAskedForInChunksAndUnknownOnesPassedOver() {
        List<Did> dids = new ArrayList<>(IntStream.range(0, 2100)
                .mapToObj(i -> new Did("data", "unknown." + i))
                .toList());
        dids.add(50, new Did("data", "ok.0"));
        dids.add(2050, new Did("data", "ok.1"));

        assertThat(all(client.replicas().files(tokens, ReplicaQuery.overHttp(dids))))
                .extracting(FileReplicas::did)
                .containsExactly(new Did("data", "ok.0"), new Did("data", "ok.1"));
    }

    @Test
    void aMemberOfAnArchiveIsOfferedInsideIt() {
        List<FileReplicas> member = all(
                client.replicas().files(tokens, ReplicaQuery.overHttp(List.of(new Did("data", "sub/member2.csv")))));

        assertThat(member.getFirst().pfns()).allMatch(Pfn::insideArchive).isNotEmpty();
        assertThat(member.getFirst().pfns().getFirst().uri().getQuery()).isEqualTo("xrdcl.unzip=sub/member2.csv");
    }

    @Test
    void closingListsEarlyLeavesTheServerFree() {
        for (int i = 0; i < 40; i++) {
            try (RowStream<FoundDid> rows =
                    client.dids().search(tokens, new SearchQuery("odd", "*", SearchType.ALL, SearchQuery.UNLIMITED))) {
                assertThat(rows.hasNext()).isTrue();
            }
        }

        assertThat(client.ping()).isNotEmpty();
    }

    private List<FoundDid> search(String scope, String pattern, SearchType type) {
        return all(client.dids().search(tokens, new SearchQuery(scope, pattern, type, SearchQuery.UNLIMITED)));
    }

    private byte[] get(URI uri) throws IOException {
        Request request = new Request.Builder().url(uri.toString()).build();
        try (Response response = http.newCall(request).execute()) {
            assertThat(response.code()).as("%s", uri).isEqualTo(200);
            return response.body().bytes();
        }
    }

    private static String adler32(byte[] bytes) {
        Adler32 sum = new Adler32();
        sum.update(bytes);
        return "%08x".formatted(sum.getValue());
    }

    private static TokenSource only(RucioToken token) {
        return new TokenSource() {
            @Override
            public RucioToken token() {
                return token;
            }

            @Override
            public RucioToken renewed(RucioToken refused) {
                throw new IllegalStateException("nobody should refuse " + refused);
            }
        };
    }
}
