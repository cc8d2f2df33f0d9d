package org.lakeside.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.server.LakeUnderTest;
import org.lakeside.server.cli.Lines.Ended;
import tools.jackson.databind.json.JsonMapper;

/// A real Rucio and real storages that misbehave behind relays: each fault is a sentence with a way out and an exit
/// code, what is complete stays, and when the fault is over the same command works.
@Timeout(120)
class LakesideFaultsIT {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private List<Path> complete = List.of();

    @BeforeEach
    void loggedInWithADatasetThatIsHere() throws IOException, InterruptedException {
        LakeUnderTest.noFaults();
        environment.put("LAKESIDE_RUCIO_URL", LakeUnderTest.variable("LAKE_RUCIO_FLAKY_URL"));
        environment.put("LAKESIDE_RUCIO_NAME", "lake");
        environment.put("LAKESIDE_RUCIO_LABEL", "Little lake");
        environment.put("LAKESIDE_RUCIO_TIMEOUT", "PT20S");
        environment.put("LAKESIDE_STALL_TIMEOUT", "PT20S");
        environment.put("LAKESIDE_CA_FILES", LakeUnderTest.variable("LAKE_CA"));
        environment.put("LAKESIDE_DATA_DIR", home.resolve("data").toString());
        environment.put("LAKESIDE_STATE_DIR", home.resolve("state").toString());
        logIn();
        complete =
                lines().run("get", "-q", "data:ok").out().lines().map(Path::of).toList();
        assertDataIsHere();
    }

    @AfterEach
    void noFaults() throws IOException, InterruptedException {
        LakeUnderTest.noFaults();
    }

    @ParameterizedTest(name = "{1} at {2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            search user.alice: | {"refuse": true}      | rucio   | 5 | Little lake does not answer (connection refused at | try again
            search user.alice: | {"hang": true}        | rucio   | 5 | Little lake does not answer (nothing came from     | try again
            search user.alice: | {"login_page": true}  | rucio   | 5 | is not a Rucio server                              | Check the address in the settings
            search user.alice: | {"status": 503}       | rucio   | 5 | is not available at the moment: it answered 503    | try again
            search user.alice: | {"cut_after": 20}     | rucio   | 5 | ended before its end                               | try again
            ls data:ok         | {"hang": true}        | rucio   | 5 | Little lake does not answer (nothing came from     | try again
            ls data:ok         | {"login_page": true}  | rucio   | 5 | is not a Rucio server                              | Check the address in the settings
            get -q faults:one  | {"refuse": true}      | rucio   | 5 | Little lake does not answer (connection refused at | try again
            get -q faults:one  | {"hang": true}        | rucio   | 5 | Little lake does not answer (nothing came from     | try again
            get -q faults:one  | {"login_page": true}  | rucio   | 5 | is not a Rucio server                              | Check the address in the settings
            get -q faults:one  | {"status": 404}       | storage | 1 | No storage delivered faults:one.bin: FLAKY         | tell the administrators of FLAKY
            get -q faults:one  | {"status": 503}       | storage | 1 | FLAKY answered 503                                 | Try again later
            get -q faults:one  | {"refuse": true}      | storage | 1 | No storage delivered faults:one.bin: FLAKY         | Try again later
            get -q faults:one  | {"hang": true}        | storage | 1 | No storage delivered faults:one.bin: FLAKY         | Try again later
            get -q faults:one  | {"login_page": true}  | storage | 1 | faults:one.bin: FLAKY                              | tell the administrators of FLAKY
            get -q faults:one  | {"cut_after": 70000}  | storage | 1 | No storage delivered faults:one.bin: FLAKY         | Try again later
            get -q faults:one  | {"corrupt_at": 70000} | storage | 1 | What came is not faults:one.bin, and was thrown    | the replica there is damaged
            """)
    void aFaultIsASentenceAndACodeAndNothingIsLost(
            String command, String rules, String relay, int code, String sentence, String remedy)
            throws IOException, InterruptedException {
        LakeUnderTest.faults(relay, rules);

        Ended ended = (rules.contains("hang") ? impatient(relay) : lines()).run(command.split(" "));

        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .hasLineCount(1)
                .startsWith("lakeside: ")
                .contains(sentence)
                .contains(remedy)
                .doesNotContain("Exception");
        LakeUnderTest.noFaults();
        assertDataIsHere();
        assertThat(lines().run(command.split(" ")))
                .as("when the fault is over")
                .returns(0, Ended::code)
                .returns("", Ended::err);
    }

    @Test
    void whatCameBeforeTheStorageFailedIsNotFetchedAgain() throws IOException, InterruptedException {
        LakeUnderTest.faults("storage", "[{\"cut_after\": 5000000, \"times\": 1}, {\"status\": 404}]");

        Ended cut = lines().run("get", "-q", "faults:one");

        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.err()).hasLineCount(1).contains("No storage delivered faults:one.bin: FLAKY");
        LakeUnderTest.faults("storage", "[]");
        Ended whole = lines().run("get", "-q", "faults:one");
        assertThat(whole).returns(0, Ended::code);
        assertThat(Path.of(whole.out().strip()))
                .hasSameBinaryContentAs(Path.of(LakeUnderTest.lake("file", "FLAKY", "faults:one.bin")));
        assertThat(LakeUnderTest.relay("storage").path("body_bytes").asLong()).isLessThan(5_000_000);
    }

    @Test
    void ofADatasetWhoseStorageFailsHalfWayTheCompleteFilesStayAndAreNotFetchedAgain()
            throws IOException, InterruptedException {
        LakeUnderTest.faults("storage", "{\"path\": \"many[.]1[0-9]\", \"status\": 404}");

        Ended half = lines().run("get", "-q", "faults:many");

        assertThat(half.code()).isEqualTo(1);
        List<Path> here = half.out().lines().map(Path::of).toList();
        assertThat(here).hasSize(10).allMatch(Files::isRegularFile);
        assertThat(half.err().lines().filter(line -> line.startsWith("lakeside: ")))
                .hasSize(1);
        LakeUnderTest.faults("storage", "[]");
        assertThat(lines().run("get", "-q", "faults:many"))
                .returns(0, Ended::code)
                .satisfies(all -> assertThat(all.out().lines()).hasSize(20));
        assertThat(LakeUnderTest.relay("storage").path("body_bytes").asLong()).isLessThan(11 * (64 << 10));
    }

    @ParameterizedTest
    @CsvSource({"search user.alice:", "ls data:ok", "get -q faults:one"})
    void aTokenThatEndedBetweenTwoCommandsIsSaidWithTheCommandThatHelps(String command)
            throws IOException, InterruptedException {
        LakeUnderTest.lake("expire", keptToken());

        assertThat(lines().run(command.split(" ")))
                .returns(3, Ended::code)
                .satisfies(ended -> assertThat(ended.err())
                        .matches("lakeside: Little lake no longer accepts your login,"
                                + " which was to last until (\\d\\d? \\w+, )?\\d\\d:\\d\\d."
                                + " Log in with: lakeside login lake\n"));
        assertDataIsHere();
        logIn();
        assertThat(lines().run(command.split(" ")).code()).isZero();
    }

    @Test
    void aWrongPasswordIsSaidAndTheLoginBeforeStays() {
        assertThat(lines().answering("wrong").run("login", "-u", "alice"))
                .returns(3, Ended::code)
                .returns(
                        "lakeside: Little lake does not know this user name with this password."
                                + " Check both, and the account if you chose one, then try again.\n",
                        Ended::err);
        assertThat(lines().run("search", "user.alice:").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"ls data:nonex", "get -q data:nonex"})
    void aDidThatDoesNotExistIsSaidNotTo(String command) {
        assertThat(lines().run(command.split(" ")))
                .returns(4, Ended::code)
                .returns(
                        "lakeside: There is no data:nonex in the catalogue of Little lake."
                                + " Check the scope, or search for part of the name.\n",
                        Ended::err);
    }

    private void logIn() {
        assertThat(lines().withInput("secret").run("login", "-u", "alice", "--password-file", "-"))
                .returns(0, Ended::code);
    }

    private void assertDataIsHere() {
        assertThat(complete).hasSize(5).allMatch(Files::isRegularFile);
    }

    private String keptToken() throws IOException {
        String kept = Files.readString(home.resolve("state/logins/lake.json"));
        return JsonMapper.shared().readTree(kept).path("token").asString("");
    }

    private Lines impatient(String relay) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(relay.equals("rucio") ? "LAKESIDE_RUCIO_TIMEOUT" : "LAKESIDE_STALL_TIMEOUT", "PT2S");
        return new Lines(changed);
    }

    private Lines lines() {
        return new Lines(environment);
    }
}
