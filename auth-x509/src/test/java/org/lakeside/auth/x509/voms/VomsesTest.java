package org.lakeside.auth.x509.voms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.auth.x509.Finding;

class VomsesTest {
    private static final String LINE =
            "\"escape\" \"voms.test\" \"15000\" \"/DC=test/CN=voms.test\" \"escape\" \"24\"\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"nick\" \"voms.test\" \"15000\" \"/DC=test/O=My Lab/CN=voms.test\" \"escape\" \"24\"",
                "\"nick\" \"voms.test\" \"15000\" \"/DC=test/O=My Lab/CN=voms.test\" \"escape\"",
                "  'nick'\t'voms.test' '15000' '/DC=test/O=My Lab/CN=voms.test' 'escape'  ",
                "nick voms.test 15000 \"/DC=test/O=My Lab/CN=voms.test\" escape",
                "# a comment\r\n\r\n\"nick\" \"voms.test\" \" 15000\" \"/DC=test/O=My Lab/CN=voms.test\" \"escape\"\r\n"
            })
    void everyShapeOfALineIsRead(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("vomses"), text);

        Vomses vomses = Vomses.in(file);

        assertThat(vomses.problems()).isEmpty();
        assertThat(vomses.servers())
                .containsExactly(
                        new VomsServer("nick", "voms.test", 15000, "/DC=test/O=My Lab/CN=voms.test", "escape"));
    }

    @Test
    void aDirectoryHoldsManyFilesInTheOrderOfTheirNames() throws IOException {
        Files.writeString(directory.resolve("b"), LINE.replace("voms.test", "second.test"));
        Files.writeString(directory.resolve("a"), LINE.replace("voms.test", "first.test"));
        Files.writeString(directory.resolve(".hidden"), LINE.replace("voms.test", "hidden.test"));
        Files.writeString(Files.createDirectory(directory.resolve("more")).resolve("c"), LINE);

        assertThat(Vomses.in(directory).of("escape"))
                .extracting(VomsServer::host)
                .containsExactly("first.test", "second.test", "voms.test");
    }

    @Test
    void aBadLineIsReportedWithItsNumberAndDisturbsNoOther() throws IOException {
        Path file = Files.writeString(
                directory.resolve("vomses"),
                LINE + "\"x\" \"host\" \"not a port\" \"/CN=x\" \"x\"\nfour columns are few\n"
                        + LINE.replace("\"escape\"", "\"../up\""));

        Vomses vomses = Vomses.in(file);

        assertThat(vomses.servers()).hasSize(1);
        assertThat(vomses.problems())
                .extracting(Finding::sentence)
                .satisfiesExactly(
                        one -> assertThat(one).contains("Line 2", file.toString()),
                        two -> assertThat(two).contains("Line 3", "4 columns"),
                        three -> assertThat(three).contains("Line 4", "../up"));
    }

    @Test
    void anAliasIsGoodEnoughWhereNoVoHasThatName() throws IOException {
        Path file = Files.writeString(
                directory.resolve("vomses"),
                LINE.replaceFirst("escape", "nick")
                        + LINE.replaceFirst("escape", "other").replace("\"escape\"", "\"nick2\""));

        Vomses vomses = Vomses.in(file);

        assertThat(vomses.of("nick")).singleElement().returns("escape", VomsServer::vo);
        assertThat(vomses.of("nobody")).isEmpty();
        assertThat(vomses.vos()).containsExactly("escape", "nick2");
    }

    @Test
    void officialPlacesAreLookedAtInTheirOrder() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(Files.createDirectory(home.resolve(".glite")).resolve("vomses"), LINE);
        Path own = Files.writeString(directory.resolve("own"), LINE.replace("voms.test", "own.test"));

        assertThat(Vomses.standard(Map.of(), home).of("escape").getFirst().host())
                .isEqualTo("voms.test");
        assertThat(Vomses.standard(Map.of("VOMS_USERCONF", own.toString()), home)
                        .of("escape"))
                .singleElement()
                .returns("own.test", VomsServer::host);
    }
}
