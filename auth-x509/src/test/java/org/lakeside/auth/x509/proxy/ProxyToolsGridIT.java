package org.lakeside.auth.x509.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.auth.x509.X509Exception.Kind.EXPIRED;
import static org.lakeside.auth.x509.X509Exception.Kind.REVOKED;
import static org.lakeside.auth.x509.X509Exception.Kind.TOO_DEEP;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.credential.PemFile;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.testing.DeepProxy;
import org.lakeside.auth.x509.testing.Grid;
import org.lakeside.auth.x509.testing.Keys;
import org.lakeside.auth.x509.testing.SecondOpinion;
import org.lakeside.auth.x509.testing.Tool;
import org.lakeside.auth.x509.voms.VomsRequest;

/// The official tools and we, in both directions: they take what we make, and we read what they make.
@Timeout(180)
class ProxyToolsGridIT {
    private final Grid grid = new Grid();

    @TempDir
    Path dir;

    /// What we make.
    enum Made {
        FULL(true),
        LIMITED(true),
        LAST_ONE(true),
        BELOW_ANOTHER(true),
        OF_A_SUB_AUTHORITY(false), // XRootD's GSI wants the sub-authority in its own directory
        WITH_4096_BITS(true),
        WITH_A_CURVE(false), // XRootD's GSI refuses elliptic curves
        WITH_MEMBERSHIP(true),
        WITH_TWO_COMMUNITIES(true);

        private final boolean forGsi;

        Made(boolean forGsi) {
            this.forGsi = forGsi;
        }
    }

    @ParameterizedTest
    @EnumSource(Made.class)
    void whatWeMakeIsTakenByAll(Made made) throws IOException {
        GridProxy proxy = make(made);
        Path file = dir.resolve("proxy.pem");
        ProxyFile.write(proxy, file);

        assertThat(verified(file)).as("openssl verify").contains(": OK");
        if (made == Made.WITH_A_CURVE) assertThat(toldByTheOther(file)).contains("identity  : " + proxy.identity());
        else assertThat(told(file)).as("voms-proxy-info").isEqualTo(described(proxy));
        assertThat(new SecondOpinion().of(proxy.credential().chain()))
                .as("canl, voms-api")
                .isEmpty();
        assertThat(grid.check().of(proxy)).isEmpty();
        String address = storage(made);
        Path copy = dir.resolve("copy");
        Tool.of("curl", "-sSf", "--capath", Grid.variable("X509_CERT_DIR"), "--cert", file, "-o", copy, address)
                .mustRun();
        assertThat(copy).hasSameBinaryContentAs(original(made));
        if (made.forGsi) copyByRoot(made, file);
    }

    private void copyByRoot(Made made, Path proxy) throws IOException {
        Path copy = dir.resolve("copy-by-root");
        Tool.of("xrdcp", "-f", "-s", Grid.variable("GRID_A_ROOT") + path(made), copy)
                .with("X509_USER_PROXY", proxy)
                .with("HOME", dir)
                .mustRun();
        assertThat(copy).hasSameBinaryContentAs(original(made));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRID_A_HTTPS", "GRID_A_ROOT"})
    void gfalCopyTakesItToo(String storage) throws IOException {
        Path file = dir.resolve("proxy.pem");
        ProxyFile.write(make(Made.WITH_MEMBERSHIP), file);
        Path copy = dir.resolve("copy");

        Tool.of("gfal-copy", "-f", Grid.variable(storage) + "/lake/data/1K.bin", "file://" + copy)
                .with("X509_USER_PROXY", file)
                .with("HOME", dir)
                .mustRun();

        assertThat(copy).hasSameBinaryContentAs(original(Made.WITH_MEMBERSHIP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-rfc",
                "-rfc -limited",
                "-rfc -bits 4096",
                "-rfc -path-length 2",
                "-rfc --voms escape.test:/escape.test/ska",
                "-rfc -valid 1:30 --voms escape.test",
                "-old",
                "-old -limited",
                "-proxyver 3"
            })
    void whatTheOfficialClientMakesIsReadAndBelieved(String options) {
        Path file = dir.resolve("theirs.pem");
        theirs(file, "bob", options);

        GridProxy proxy = ProxyFile.read(file);

        assertThat(described(proxy)).isEqualTo(told(file));
        assertThat(grid.check().of(proxy)).isEmpty();
        assertThat(proxy.kind().isLimited()).isEqualTo(options.contains("-limited"));
        assertThat(proxy.kind().isRfc()).isEqualTo(options.contains("-rfc"));
    }

    @Test
    void whatTheClientInJavaMakesOfAnEncryptedKeyIsReadAndBelieved() {
        Path file = dir.resolve("theirs.pem");
        Tool.of(
                        "voms-proxy-init",
                        "--pwstdin",
                        "--vomses",
                        Grid.variable("VOMS_USERCONF"),
                        "--voms",
                        "escape.test:/escape.test/cms/Role=production")
                .with("X509_USER_CERT", Grid.file("alice", "usercert.pem"))
                .with("X509_USER_KEY", Grid.file("alice", "userkey.pem"))
                .with("X509_USER_PROXY", file)
                .with("HOME", dir)
                .input(Grid.variable("GRID_PASSPHRASE") + "\n")
                .mustRun();

        GridProxy proxy = ProxyFile.read(file);

        assertThat(described(proxy)).isEqualTo(told(file));
        assertThat(grid.check().of(proxy)).isEmpty();
    }

    @Test
    void whatTheyMakeMayBeDelegatedFurtherByUs() throws IOException {
        Path theirs = dir.resolve("theirs.pem");
        theirs(theirs, "bob", "-rfc --voms escape.test");
        Path key = dir.resolve("key.pem");
        Path request = dir.resolve("request.pem");
        Tool.of(
                        "openssl",
                        "req",
                        "-new",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-subj",
                        "/CN=ignored",
                        "-keyout",
                        key,
                        "-out",
                        request)
                .mustRun();

        var chain = grid.maker()
                .delegate(ProxyFile.read(theirs).credential(), Files.readAllBytes(request), ProxyOptions.usual());

        byte[] all = Stream.of(
                        PemFile.of(chain.subList(0, 1)),
                        Files.readAllBytes(key),
                        PemFile.of(chain.subList(1, chain.size())))
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes, (a, b) -> {})
                .toByteArray();
        Path file = dir.resolve("delegated.pem");
        SecretFile.write(file, all);
        assertThat(verified(file)).contains(": OK");
        GridProxy delegated = ProxyFile.read(file);
        assertThat(grid.check().of(delegated)).isEmpty();
        assertThat(new SecondOpinion().of(chain)).isEmpty();
        copyByRoot(Made.WITH_MEMBERSHIP, file); // the membership of the parent counts
    }

    /// `voms-proxy-info` only shows; these are the differences that count.
    @Test
    void whatHasEndedOrIsRevokedOrTooDeepIsReadAndNotBelieved() {
        Path ended = dir.resolve("ended.pem");
        Path revoked = dir.resolve("revoked.pem");
        Path deep = dir.resolve("deep.pem");
        Grid.lake("ca", "proxy", "bob", "-1", ended);
        Grid.lake("ca", "proxy", "revoked", "1", revoked);
        SecretFile.write(deep, PemFile.of(DeepProxy.of(Grid.person("bob"), grid.maker())));

        for (Path each : List.of(ended, revoked, deep)) assertThat(told(each)).contains("identity");
        assertThat(grid.check().of(ProxyFile.read(ended)))
                .extracting(Finding::kind)
                .containsExactly(EXPIRED);
        assertThat(grid.check().of(ProxyFile.read(revoked)))
                .extracting(Finding::kind)
                .containsExactly(REVOKED);
        assertThat(grid.check().of(ProxyFile.read(deep)))
                .extracting(Finding::kind)
                .containsExactly(TOO_DEEP);
        assertThat(new SecondOpinion().of(ProxyFile.read(deep).credential().chain()))
                .isNotEmpty();
        assertThat(verified(deep)).contains("proxy path length constraint exceeded");
    }

    private GridProxy make(Made made) {
        var maker = grid.maker();
        var usual = ProxyOptions.usual();
        Credential bob = Grid.person("bob");
        return switch (made) {
            case FULL -> maker.make(bob, Keys.rsa(), usual, List.of());
            case LIMITED -> maker.make(bob, Keys.rsa(), usual.asLimited(), List.of());
            case LAST_ONE -> maker.make(bob, Keys.rsa(), usual.followedBy(0), List.of());
            case BELOW_ANOTHER ->
                maker.make(
                        maker.make(bob, Keys.rsa(), usual.followedBy(1), List.of())
                                .credential(),
                        Keys.rsa(1),
                        usual.living(Duration.ofDays(2000)),
                        List.of());
            case OF_A_SUB_AUTHORITY -> maker.make(Grid.person("dora"), Keys.rsa(), usual, List.of());
            case WITH_4096_BITS -> grid.proxies().make(bob, List.of(), usual.withKey(4096));
            case WITH_A_CURVE -> maker.make(bob, Keys.ec(), usual, List.of());
            case WITH_MEMBERSHIP -> grid.proxies().make(bob, List.of(VomsRequest.of("escape.test")), usual);
            case WITH_TWO_COMMUNITIES ->
                grid.proxies()
                        .make(
                                Grid.person("alice"),
                                List.of(
                                        VomsRequest.parse("escape.test:/escape.test/cms/Role=production")
                                                .orElseThrow(),
                                        VomsRequest.of("other.test")),
                                usual);
        };
    }

    /// Bob may read his own directory by his name, whatever his memberships.
    private static String path(Made made) {
        return switch (made) {
            case WITH_MEMBERSHIP -> "/lake/data/1K.bin";
            case WITH_TWO_COMMUNITIES -> "/cms/secret.txt";
            default -> "/public/readme.txt";
        };
    }

    private static String storage(Made made) {
        return Grid.variable("GRID_A_HTTPS") + path(made);
    }

    private static Path original(Made made) {
        return Path.of(Grid.lake("storage", "path", "a", path(made)).strip());
    }

    private static void theirs(Path file, String person, String options) {
        var command = Stream.concat(
                Stream.of(
                        "voms-proxy-init2",
                        "-q",
                        "-cert",
                        Grid.file(person, "usercert.pem").toString(),
                        "-key",
                        Grid.file(person, "userkey.pem").toString(),
                        "-certdir",
                        Grid.variable("X509_CERT_DIR"),
                        "-vomses",
                        Grid.variable("VOMS_USERCONF"),
                        "-out",
                        file.toString()),
                Stream.of(options.split(" ", -1)));
        Tool.of(command.toArray()).mustRun();
    }

    private static String verified(Path file) {
        String directory = Grid.variable("X509_CERT_DIR");
        return Tool.of(
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-allow_proxy_certs",
                        "-crl_check_all",
                        "-CApath",
                        directory,
                        "-untrusted",
                        file,
                        file)
                .run()
                .output();
    }

    /// What the official tool says, without what runs on (time), is where (path) or says nothing (NULL).
    private static String told(Path file) {
        return essence(Tool.of("voms-proxy-info", "--all", "--file", file).mustRun());
    }

    /// The one in C++: the one in Java knows no curves, and the two name types differently.
    private static String toldByTheOther(Path file) {
        return Tool.of("voms-proxy-info2", "-all", "-file", file).mustRun();
    }

    private static String described(GridProxy proxy) {
        return essence(proxy.describe(Instant.now()));
    }

    private static String essence(String info) {
        return String.join(
                "\n",
                info.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .filter(line -> !line.matches("(timeleft|path|key usage|strength) *:.*"))
                        .map(line -> line.replace("/Role=NULL", "").replace("/Capability=NULL", ""))
                        .toList());
    }
}
