package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.rucio.client.RucioException.Kind;

class LookTest extends WithRucio {
    @Test
    void aRucioTellsItsVersion() {
        answers("ping.http");

        assertThat(client().ping()).isEqualTo("41.5.1");
    }

    @Test
    void theScopesOfAnAccountAreListed() {
        answers("scopes.http");

        assertThat(client().scopes().of(tokens, "alice")).containsExactly("user.alice");
        assertThat(asked().getTarget()).isEqualTo("/accounts/alice/scopes/");
    }

    @Test
    void anAccountWithoutScopesIsNoError() {
        answers("scopes-none.http");

        assertThat(client().scopes().of(tokens, "carol")).isEmpty();
    }

    @Test
    void anAccountThatDoesNotExistIsOne() {
        answers("scopes-unknown-account.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().scopes().of(tokens, "nobody"))
                .returns(Kind.NOT_FOUND, RucioException::kind);
    }

    @Test
    void aFileComesWithSizeAndChecksums() {
        answers("did-file.http");

        assertThat(client().dids().did(tokens, new Did("data", "ok.0")))
                .isEqualTo(new DidInfo(
                        new Did("data", "ok.0"),
                        DidType.FILE,
                        "root",
                        false,
                        OptionalLong.of(10_000),
                        OptionalLong.of(1),
                        new Checksums(Optional.of("08be2ff6"), Optional.of("4e1472f87073153bc5a6630801f62808"))));
    }

    @Test
    void aClosedCollectionIsAskedForOnce() {
        answers("did-closed.http");

        DidInfo info = client().dids().did(tokens, OK);

        assertThat(info.bytes()).hasValue(50_010);
        assertThat(info.files()).hasValue(5);
        assertThat(info.open()).isFalse();
        assertThat(asked().getTarget()).isEqualTo("/dids/data/ok/status");
    }

    @Test
    void anOpenCollectionIsAddedUp() {
        answers("did-open.http");
        answers("did-open-added-up.http");

        DidInfo info = client().dids().did(tokens, new Did("data", "open"));

        assertThat(info.bytes()).hasValue(6144);
        assertThat(info.files()).hasValue(3);
        assertThat(info.open()).isTrue();
        assertThat(asked().getTarget()).isEqualTo("/dids/data/open/status");
        assertThat(asked().getTarget()).isEqualTo("/dids/data/open/status?dynamic_depth=FILE");
    }

    @Test
    void whenAddingUpTakesTooLongTheRestIsStillTold() {
        answers("did-open.http");
        answers(Recorded.builder("did-open-added-up.http").onResponseStart(SocketEffect.Stall.INSTANCE));

        DidInfo info = impatient(Duration.ofSeconds(3)).dids().did(tokens, new Did("data", "open"));

        assertThat(info.type()).isEqualTo(DidType.DATASET);
        assertThat(info.bytes()).isEmpty();
    }

    @Test
    void aDidThatIsNotThereSaysSo() {
        answers("did-not-found.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().dids().did(tokens, new Did("data", "nonex")))
                .withMessage("looking up data:nonex: Rucio answered 404 DataIdentifierNotFound: Data identifier"
                        + " 'data:nonex' not found")
                .returns(Kind.NOT_FOUND, RucioException::kind)
                .returns(404, RucioException::status)
                .returns("DataIdentifierNotFound", RucioException::exceptionClass);
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sub/dir/file.txt | sub%2Fdir%2Ffile.txt | /dids/data/sub/dir/file.txt/status
                    a+b              | a b                  | /dids/data/a%252Bb/status
                    """)
    void aServerThatReadsPathsInAnotherWayIsUnderstood(String name, String understood, String inItsWay) {
        Did did = new Did("data", name);
        answers(Recorded.builder("did-not-found.http").body(notFound("data:" + understood)));
        answers("did-file.http");
        answers("did-file.http");
        RucioClient client = client();

        client.dids().did(tokens, did);
        client.dids().did(tokens, did);

        assertThat(asked().getTarget()).isNotEqualTo(inItsWay);
        assertThat(asked().getTarget()).isEqualTo(inItsWay);
        assertThat(asked().getTarget()).isEqualTo(inItsWay);
    }

    private static String notFound(String did) {
        return "{\"ExceptionClass\": \"DataIdentifierNotFound\", \"ExceptionMessage\": \"Data identifier '" + did
                + "' not found\"}";
    }
}
