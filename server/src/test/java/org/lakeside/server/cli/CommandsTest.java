package org.lakeside.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.auth.x509.Times;
import org.lakeside.server.Service;
import org.lakeside.server.cli.Lines.Ended;

/// Each command with the real service behind it, and a web server in Rucio's place.
@Timeout(60)
class CommandsTest {
    @StartStop
    final MockWebServer web = new MockWebServer();

    @TempDir
    Path home;

    private final PlayedRucio rucio = new PlayedRucio();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void settings() {
        web.setDispatcher(rucio);
        environment.putAll(Map.of(
                "LAKESIDE_RUCIO_URL",
                "http://127.0.0.1:" + web.getPort(),
                "LAKESIDE_RUCIO_NAME",
                "lake",
                "LAKESIDE_RUCIO_LABEL",
                "Little lake",
                "LAKESIDE_DATA_DIR",
                home.resolve("data").toString(),
                "LAKESIDE_STATE_DIR",
                home.resolve("state").toString()));
    }

    @Test
    void aPasswordTypedLogsIn() {
        Ended ended = lines().answering("alice", "secret").run("login");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .isEqualTo("Logged in to Little lake as alice, until %s.\n"
                        .formatted(Times.inWords(
                                Instant.parse("2099-11-21T11:07:08Z"), Clock.system(ZoneId.systemDefault()))));
    }

    @Test
    void aPasswordInAFileLogsInAndTheLoginStays() throws IOException {
        Path file = passwordFile("secret\nnot this line\n", "rw-------");

        assertThat(lines().run("login", "lake", "-u", "alice", "--password-file", file.toString()))
                .returns(0, Ended::code)
                .returns("", Ended::err);
        assertThat(lines().run("search", "data:")).returns(0, Ended::code);
    }

    @Test
    void aPasswordFileThatOthersMayReadIsFrownedUpon() throws IOException {
        Path file = passwordFile("secret", "rw-r--r--");

        assertThat(lines().run("login", "-u", "alice", "--password-file", file.toString()))
                .returns(0, Ended::code)
                .returns("lakeside: others may read %s; `chmod 600` it.\n".formatted(file), Ended::err);
    }

    @Test
    void aPasswordOnStandardInputLogsIn() {
        Ended ended = lines().withInput("secret\r\n").run("login", "-u", "alice", "--password-file", "-", "--json");

        assertThat(ended.code()).isZero();
        assertThat(ended.json().path("account").asString("")).isEqualTo("alice");
    }

    @Test
    void aWrongPasswordIsSaidToBeOne() {
        Ended ended = lines().answering("wrong").run("login", "--user", "alice");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).startsWith("lakeside: Little lake does not know this user name with this password.");
    }

    @Test
    void aUserOfSeveralAccountsIsAskedWhichOne() {
        Ended ended = lines().answering("secret", "alice").run("login", "--user", "both");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).contains("alice, bob");
    }

    @Test
    void withNobodyToAskTheOptionIsNamed() {
        assertThat(lines().withInput("secret").run("login", "-u", "both", "--password-file", "-"))
                .returns(3, Ended::code)
                .satisfies(ended -> assertThat(ended.err()).endsWith("Name one of them with --account.\n"));
        assertThat(lines().run("login", "-u", "alice"))
                .returns(2, Ended::code)
                .satisfies(ended -> assertThat(ended.err()).contains("--password-file"));
    }

    @Test
    void aSearchShowsWhatThereIsAndHowMuchOfItIsHere() {
        logIn();

        Ended ended = lines().run("search", "data:ok");

        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("TYPE SIZE FILES HERE DID", "dataset 23 B 2 data:ok");
    }

    @Test
    void aSearchForAProgramIsOneLineOfJson() {
        logIn();

        Ended ended = lines().run("search", "data:ok", "--json", "-t", "dataset", "-n", "5");

        assertThat(ended.out()).hasLineCount(1);
        assertThat(ended.json().path("rows").path(0).path("did").asString("")).isEqualTo("data:ok");
    }

    @Test
    void withoutALoginItIsSaidHowToGetOne() {
        Ended ended = lines().run("search", "data:ok");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).endsWith("Log in with: lakeside login lake\n");
    }

    @Test
    void aFailureForAProgramIsJsonToo() {
        Ended ended = lines().run("search", "data:ok", "--json");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.jsonOfFailure().path("type").asString("")).isEqualTo("/problems/not-logged-in");
    }

    @Test
    void aCollectionIsListed() {
        logIn();

        assertThat(lines().run("ls", "data:ok").out().lines())
                .hasSize(3)
                .last()
                .asString()
                .endsWith("  data:two");
        assertThat(lines().run("ls", "data:ok", "--json").json().path("rows")).hasSize(2);
    }

    @Test
    void aFileIsListedAsItself() {
        logIn();

        assertThat(lines().run("ls", "data:one").out().lines())
                .hasSize(2)
                .last()
                .asString()
                .endsWith("  data:one");
    }

    @Test
    void whatIsNotThereIsSaidNotToBe() {
        logIn();

        assertThat(lines().run("ls", "data:nothing"))
                .returns(4, Ended::code)
                .satisfies(ended -> assertThat(ended.err())
                        .startsWith("lakeside: There is no data:nothing in the catalogue of Little lake."));
    }

    @Test
    void aDatasetIsDownloadedAndItsPathsPrinted() throws IOException {
        logIn();

        Ended ended = lines().run("get", "data:ok");

        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines())
                .containsExactly(
                        home.resolve("data/lake/data/one").toString(),
                        home.resolve("data/lake/data/two").toString());
        assertThat(home.resolve("data/lake/data/two")).hasContent(PlayedRucio.TWO);
        assertThat(ended.err()).contains("data:ok: done, 100 %, 23 B of 23 B, 2 of 2 files");
    }

    @Test
    void onAScreenThereIsABar() {
        logIn();

        assertThat(lines().onAScreen().run("get", "data:ok").err())
                .contains("\r\033[K[####################] 100 %  23 B of 23 B, 2 of 2 files")
                .endsWith("\n");
    }

    @Test
    void aDownloadForAProgramIsOneLineOfJsonAndNoProgress() {
        logIn();

        Ended ended = lines().run("get", "data:ok", "--json");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.json().path("download").path("state").asString("")).isEqualTo("done");
        assertThat(ended.json().path("handles").path("handles")).hasSize(2);
    }

    @Test
    void whatIsHereIsNotFetchedAgain() {
        logIn();
        lines().run("get", "data:ok");
        rucio.answerInstead("/storage", new MockResponse.Builder().code(404).build());

        assertThat(lines().run("get", "data:ok", "--quiet"))
                .returns(0, Ended::code)
                .returns("", Ended::err);
    }

    @Test
    void aStorageThatHasNotWhatItShouldIsNamed() {
        logIn();
        rucio.answerInstead("/storage/two", new MockResponse.Builder().code(404).build());

        Ended ended = lines().run("get", "data:ok", "-q");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEqualTo(home.resolve("data/lake/data/one") + "\n");
        assertThat(ended.err()).hasLineCount(1).contains("data:two").contains("OPEN");
    }

    @Test
    void whatTheCatalogueHasNoChecksumForIsPrintedOnlyToWhoeverAsksForIt() {
        logIn();
        rucio.answerInstead("/dids/data/ok/dids", PlayedRucio.contentWithoutChecksums());

        assertThat(lines().run("get", "data:ok", "-q"))
                .returns(1, Ended::code)
                .returns("", Ended::out)
                .returns(
                        "lakeside: 2 files of data:ok (data:one, data:two) are here whole, but the catalogue has no"
                                + " checksums to compare them with. If you trust it, get it with --unverified.\n",
                        Ended::err);
        assertThat(lines().run("get", "data:ok", "-q", "--unverified"))
                .returns(0, Ended::code)
                .satisfies(ended -> assertThat(ended.out()).hasLineCount(2))
                .satisfies(ended -> assertThat(ended.err()).contains("no checksums to compare them with"));
    }

    @Test
    void severalAreFetchedAndTheFirstFailureIsTheCode() {
        logIn();

        Ended ended = lines().run("get", "-q", "data:nothing", "data:ok");

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.out()).hasLineCount(2);
    }

    @Test
    void rucioThatIsDownIsSaidToBe() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0)) {
            environment.put("LAKESIDE_RUCIO_URL", "http://127.0.0.1:" + nobody.getLocalPort());
        }

        Ended ended = lines().answering("secret").run("login", "-u", "alice");

        assertThat(ended.code()).isEqualTo(5);
        assertThat(ended.err()).startsWith("lakeside: Little lake does not answer");
    }

    @Test
    void aLoginPageInRuciosPlaceIsSaidToBeNoRucio() {
        rucio.answerInstead(
                "/auth",
                new MockResponse.Builder()
                        .addHeader("Content-Type", "text/html")
                        .body("<html>Sign in</html>")
                        .build());

        assertThat(lines().answering("secret").run("login", "-u", "alice"))
                .returns(5, Ended::code)
                .satisfies(ended -> assertThat(ended.err()).contains("is not a Rucio server"));
    }

    @Test
    void wrongSettingsAreAllNamed() {
        environment.put("LAKESIDE_RUCIO_TIMEOUT", "soon");
        environment.put("LAKESIDE_TRANSFERS_AT_ONCE", "many");

        assertThat(lines().run("search", "data:"))
                .returns(8, Ended::code)
                .satisfies(ended -> assertThat(ended.err())
                        .contains("LAKESIDE_RUCIO_TIMEOUT")
                        .contains("LAKESIDE_TRANSFERS_AT_ONCE"));
    }

    @Test
    void anInstanceThatIsNotInTheSettingsIsToldFromThoseThatAre() {
        assertThat(lines().run("search", "-i", "ocean", "data:"))
                .returns(4, Ended::code)
                .returns("lakeside: There is no instance 'ocean' in the settings. There are: lake.\n", Ended::err);
    }

    @Test
    void aServiceThatRunsAlreadyIsUsedAndStays() {
        Path socket = home.resolve("service.sock");
        try (Service service = Service.start(socket, environment)) {
            assertThat(service).isNotNull();
            assertThat(lines().answering("alice", "secret").run("login").out())
                    .isEqualTo("Logged in to Little lake as alice, as long as the service runs.\n");
            assertThat(lines().run("get", "-q", "data:ok").code()).isZero();

            assertThat(new ServiceClient(socket).get("downloads").path("downloads"))
                    .hasSize(1);
            assertThat(new ServiceClient(socket).get("health").path("owner").asBoolean())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    get                       | Missing required parameter: 'DID'.
                    search                    | Missing required parameter: 'PATTERN'.
                    fetch data:ok             | Unmatched arguments from index 0: 'fetch', 'data:ok'.
                    login --password=secret   | Unknown option: '--password=secret'.
                    search -t pile data:      | Invalid value for option '--type':
                    """)
    void whatIsNotUnderstoodIsAnsweredWithTheWayToTheHelp(String args, String sentence) {
        Ended ended = lines().run(args.split(" "));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("lakeside: " + sentence)
                .contains("--help`.")
                .hasLineCount(1);
    }

    @Test
    void helpNamesTheExitCodes() {
        Ended ended = lines().run("get", "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("130   ended by Ctrl-C").contains("scope:name");
    }

    @Test
    void withoutACommandTheyAreNamed() {
        assertThat(lines().run())
                .returns(2, Ended::code)
                .satisfies(ended -> assertThat(ended.err()).contains("login, logout, doctor, search, ls and get"));
    }

    private Lines lines() {
        return new Lines(environment);
    }

    private void logIn() {
        assertThat(lines().withInput("secret")
                        .run("login", "-u", "alice", "--password-file", "-")
                        .code())
                .isZero();
    }

    private Path passwordFile(String content, String permissions) throws IOException {
        Path file = Files.writeString(home.resolve("password.txt"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
