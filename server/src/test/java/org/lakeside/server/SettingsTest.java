package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lakeside.server.Settings.Instance;
import org.lakeside.server.lake.Instance.Kind;

class SettingsTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aHomeOfItsOwn() {
        environment.put("HOME", home.toString());
    }

    @Test
    void theseAreTheKeysAndTheirDefaults() {
        environment.put("LAKESIDE_RUCIO_URL", "https://rucio.example.org/");

        assertThat(Settings.read(environment))
                .isEqualTo(new Settings(
                        home.resolve(".local/share/lakeside"),
                        home.resolve(".local/state/lakeside"),
                        4,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        1_000_000,
                        List.of(),
                        List.of(),
                        "rucio",
                        List.of(new Instance(
                                "rucio",
                                "rucio",
                                URI.create("https://rucio.example.org"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                Kind.RUCIO))));
        assertThat(SettingsReader.KEYS)
                .containsExactlyInAnyOrder(
                        "data_dir",
                        "state_dir",
                        "transfers_at_once",
                        "rucio_timeout",
                        "stall_timeout",
                        "listing_rows",
                        "ca_files",
                        "ca_dirs",
                        "default_instance",
                        "instances");
        assertThat(SettingsReader.INSTANCE_KEYS)
                .containsExactlyInAnyOrder(
                        "label", "url", "auth_url", "vo", "account", "ca_files", "voms", "web_url", "kind");
    }

    @Test
    void aCaFileThatHoldsNoCertificateIsFoundAtTheStart() throws IOException {
        var file = Files.writeString(home.resolve("ca.pem"), "not a certificate");
        environment.put("LAKESIDE_RUCIO_URL", "https://rucio.example.org");
        environment.put("LAKESIDE_CA_FILES", file.toString());

        assertThat(problems()).singleElement().asString().contains("the CA file " + file);
    }

    @Test
    void everyFileOfACaDirectoryThatHoldsNoCertificateIsFoundAtTheStart() throws IOException {
        var directory = Files.createDirectory(home.resolve("certificates"));
        var good = new HeldCertificate.Builder().build().certificatePem();
        Files.writeString(directory.resolve("good.pem"), good);
        Files.writeString(directory.resolve("README"), "not meant to be one");
        var spoilt = Files.writeString(directory.resolve("1a2b3c4d.0"), good.replace("M", "%"));
        var empty = Files.createFile(directory.resolve("empty.pem"));
        var missing = home.resolve("missing");
        environment.put("LAKESIDE_RUCIO_URL", "https://rucio.example.org");
        environment.put("LAKESIDE_CA_DIRS", directory + ":" + missing);

        assertThat(problems())
                .hasSize(3)
                .anySatisfy(words -> assertThat(words).contains("the CA file " + spoilt))
                .anySatisfy(words -> assertThat(words).contains("the CA file " + empty))
                .contains("the CA directory %s does not exist".formatted(missing));
    }

    @Test
    void everyKeyCanStandInAFile() throws IOException {
        var ca = Files.writeString(
                home.resolve("ca.pem"), new HeldCertificate.Builder().build().certificatePem());
        write("""
                data_dir: ~/data
                state_dir: /var/tmp/state
                transfers_at_once: 8
                rucio_timeout: PT20S
                stall_timeout: PT1M
                listing_rows: 5000
                ca_files: [~/ca.pem]
                ca_dirs: [%s]
                default_instance: second
                instances:
                  first:
                    url: https://one.example.org
                  second:
                    label: The second
                    url: http://two.example.org:8080
                    auth_url: https://auth.example.org
                    vo: atl
                    account: jdoe
                    ca_files: ~/ca.pem
                """.formatted(home));

        var settings = Settings.read(environment);

        assertThat(settings)
                .returns(home.resolve("data"), Settings::dataDir)
                .returns(Path.of("/var/tmp/state"), Settings::stateDir)
                .returns(8, Settings::transfersAtOnce)
                .returns(Duration.ofSeconds(20), Settings::rucioTimeout)
                .returns(Duration.ofMinutes(1), Settings::stallTimeout)
                .returns(5000, Settings::listingRows)
                .returns(List.of(ca), Settings::caFiles)
                .returns(List.of(home), Settings::caDirs)
                .returns("second", Settings::defaultInstance);
        assertThat(settings.instances())
                .extracting(Instance::name, Instance::label)
                .containsExactly(tuple("first", "first"), tuple("second", "The second"));
        assertThat(settings.instances().getLast())
                .returns(Optional.of(URI.create("https://auth.example.org")), Instance::authUrl)
                .returns(Optional.of("atl"), Instance::vo)
                .returns(Optional.of("jdoe"), Instance::account)
                .returns(List.of(ca), Instance::caFiles);
    }

    @Test
    void theEnvironmentIsStrongerThanTheFile() throws IOException {
        write("""
                transfers_at_once: 8
                instances: {lake: {url: "https://one.example.org"}, other: {url: "https://two.example.org"}}
                """);
        environment.put("LAKESIDE_TRANSFERS_AT_ONCE", "2");
        environment.put("LAKESIDE_RUCIO_URL", "http://127.0.0.1:1");
        environment.put("LAKESIDE_RUCIO_NAME", "lake");
        environment.put("LAKESIDE_RUCIO_LABEL", "Little lake");

        var settings = Settings.read(environment);

        assertThat(settings.transfersAtOnce()).isEqualTo(2);
        assertThat(settings.instances()).extracting(Instance::name).containsExactly("lake", "other");
        assertThat(settings.instances().getFirst())
                .returns("Little lake", Instance::label)
                .returns(URI.create("http://127.0.0.1:1"), Instance::url);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws IOException {
        write("""
                transfer_at_once: 8
                instances:
                  "no good": {label: nowhere}
                """);
        environment.put("LAKESIDE_RUCIO_TIMEOUT", "soon");
        environment.put("LAKESIDE_TRANSFERS_AT_ONCE", "many");
        environment.put("LAKESIDE_RUCIO_URL", "rucio.example.org");
        environment.put("LAKESIDE_DATA_DIR", "data");
        environment.put("LAKESIDE_CA_FILES", home.resolve("missing.pem").toString());
        environment.put("LAKESIDE_DEFAULT_INSTANCE", "unknown");

        assertThat(problems())
                .hasSize(9)
                .anySatisfy(words -> assertThat(words).contains("'transfer_at_once' is not a key", "transfers_at_once"))
                .anySatisfy(words -> assertThat(words).contains("LAKESIDE_RUCIO_TIMEOUT is 'soon'", "PT30S"))
                .anySatisfy(words -> assertThat(words).contains("LAKESIDE_TRANSFERS_AT_ONCE is 'many'"))
                .anySatisfy(words -> assertThat(words).contains("LAKESIDE_RUCIO_URL is 'rucio.example.org'"))
                .anySatisfy(words -> assertThat(words).contains("LAKESIDE_DATA_DIR is 'data', not an absolute path"))
                .anySatisfy(words -> assertThat(words).contains("missing.pem does not exist"))
                .anySatisfy(words -> assertThat(words).contains("LAKESIDE_DEFAULT_INSTANCE is 'unknown'"))
                .anySatisfy(words -> assertThat(words).contains("'no good' cannot name an instance"))
                .anySatisfy(words -> assertThat(words).contains("instances.no good: url is missing"));
    }

    @Test
    void moreTransfersThanMemoryHasRoomForAreRefused() {
        environment.put("LAKESIDE_RUCIO_URL", "https://rucio.example.org");
        environment.put("LAKESIDE_TRANSFERS_AT_ONCE", "33");

        assertThat(problems()).containsExactly("LAKESIDE_TRANSFERS_AT_ONCE is '33', not a number from 1 to 32");
    }

    @Test
    void withoutAnyRucioItSaysWhereToNameOne() {
        assertThat(problems()).singleElement().asString().contains("LAKESIDE_RUCIO_URL", "settings.yaml");
    }

    @Test
    void aFileThatIsNamedHasToBeThere() {
        environment.put("LAKESIDE_SETTINGS", home.resolve("none.yaml").toString());

        assertThat(problems()).singleElement().asString().contains("none.yaml does not exist");
    }

    @Test
    void aFileThatIsNotYamlIsSaidWithItsLine() throws IOException {
        write("instances:\n  lake: {url: [\n");

        assertThat(problems()).anySatisfy(words -> assertThat(words).contains("is not YAML: line"));
    }

    @Test
    void aPasswordDoesNotBelongIntoAnAddressAndIsNotRepeated() {
        environment.put("LAKESIDE_RUCIO_URL", "https://jane:hunter2@rucio.example.org");

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("LAKESIDE_RUCIO_URL")
                .doesNotContain("hunter2");
    }

    private List<String> problems() {
        var wrong = catchThrowableOfType(WrongSettings.class, () -> Settings.read(environment));
        assertThat(wrong).isNotNull();
        return wrong.problems();
    }

    private void write(String yaml) throws IOException {
        var file = home.resolve(".config/lakeside/settings.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
    }
}
