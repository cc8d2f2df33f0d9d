package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Searching a real Rucio: pages, filters, what people paste, what they type wrongly; and lists that are kept.
class SearchIT extends ServiceOnLake {
    @Test
    void scrollingOnGivesWhatOneLargePageGives() throws IOException {
        logIn("alice");
        var atOnce = dids(api.get(search("data:") + "&limit=1000"));

        List<String> inPages = new ArrayList<>();
        var page = api.get(search("data:") + "&limit=7");
        inPages.addAll(dids(page));
        while (page.json().path("cursor").isString()) {
            page = api.get(search("data:") + "&limit=7&cursor="
                    + page.json().path("cursor").asString());
            inPages.addAll(dids(page));
        }

        assertThat(atOnce).hasSizeGreaterThan(50);
        assertThat(inPages).containsExactlyInAnyOrderElementsOf(atOnce);
        assertThat(page.json().path("total").asInt()).isEqualTo(atOnce.size());
    }

    @Test
    void filtersHoldForWhatIsFoundAndForNothingElse() throws IOException {
        logIn("alice");
        var all = api.get(search("data:") + "&type=file&limit=1000").json();
        Predicate<JsonNode> small = row -> row.path("bytes").asLong() < 1000;
        Predicate<JsonNode> large = row -> row.path("bytes").asLong() >= 100_000;

        assertThat(dids(api.get(search("data:* bytes<1kB") + "&type=file&limit=1000")))
                .containsExactlyInAnyOrderElementsOf(those(all, small))
                .isNotEmpty();
        assertThat(dids(api.get(search("data:* (bytes<1kB OR bytes>=100kB) AND created>2020 AND created<2100")
                        + "&type=file&limit=1000")))
                .containsExactlyInAnyOrderElementsOf(those(all, small.or(large)));
        assertThat(dids(api.get(search("data:* created=1999-12-31") + "&limit=1000")))
                .isEmpty();
        assertThat(dids(api.get(search("data:* name!=*ok* bytes<1kB") + "&type=file&limit=1000")))
                .containsExactlyInAnyOrderElementsOf(
                        those(all, small.and(row -> !row.path("name").asString().contains("ok"))));
    }

    @Test
    void whatIsPastedIsLookedUp() throws IOException {
        logIn("alice");

        var found = api.get(search("user.alice:all, ATLAS_LAPP_JEZEQUEL:Hyy_Oct20\nuser.alice:no.such"));

        assertThat(dids(found)).containsExactly("user.alice:all", "ATLAS_LAPP_JEZEQUEL:Hyy_Oct20");
        assertThat(found.json().at("/understood/kind").asString()).isEqualTo("dids");
        assertThat(found.text()).contains("Not in the catalogue: user.alice:no.such.");
        assertThat(dids(api.get(search("rucio download ATLAS_LAPP_JEZEQUEL:Hyy_Oct20 --dir /tmp"))))
                .containsExactly("ATLAS_LAPP_JEZEQUEL:Hyy_Oct20");
    }

    @Test
    void aKeyThatRucioDoesNotKnowIsSaidSo() throws IOException {
        logIn("alice");

        var reply = api.get(search("data:* beam_energy=450"));

        assertThat(reply.problem()).isEqualTo("bad-search");
        assertThat(reply.text()).contains("beam_energy");
    }

    @Test
    void aScopeThatDoesNotExistIsSaidSo() throws IOException {
        logIn("alice");

        var reply = api.get(search("no.such.scope:x"));

        assertThat(dids(reply)).isEmpty();
        assertThat(reply.text()).contains("There is no scope 'no.such.scope'").contains("user.alice");
        assertThat(api.get(search("nothing:x")).text()).doesNotContain("There is no scope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE dids; --",
                "data:' OR '1'='1",
                "data:\"",
                "data:([{<",
                "data:)]}>",
                "data:\\",
                "data:%00%0a",
                "data:*_?%",
                "data:{'name': 'x'}",
                "data:true-or-false",
                "data:__import__('os')",
                "data:é日本😀",
                "\u0000\u0007",
                "data:x AND",
                "datatype='x' OR (project=\"a'b\\\\\")"
            })
    void whateverIsTypedIsAnsweredWithRowsOrWithASentence(String typed) throws IOException {
        logIn("alice");

        var reply = api.get(search(typed));

        if (reply.status() != 200) {
            assertThat(reply.problem()).as(reply.text()).isEqualTo("bad-search");
            assertThat(reply.json().path("remedy").asString()).isNotBlank();
        }
    }

    @Test
    void tenThousandCharactersAreASentence() throws IOException {
        logIn("alice");

        assertThat(api.get(search("data:" + "x".repeat(10_000))).problem()).isEqualTo("bad-search");
    }

    @Test
    void whoeverWantsNoMoreEndsTheStreamAtRucio() throws Exception {
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"path\": \"/dids/search[?]((?!limit=).)*$\", \"rate\": 100}");
        var first = api.get(search("data:") + "&limit=5").json();
        var second = api.get(
                search("data:") + "&limit=5&cursor=" + first.path("cursor").asString());
        assertThat(second.status()).isEqualTo(200);
        assertThat(LakeUnderTest.relay("rucio").path("open").asInt()).isEqualTo(1);

        var gone = api.delete("/instances/lake/listings/" + first.path("cursor").asString());

        assertThat(gone.status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> LakeUnderTest.relay("rucio").path("open").asInt() == 0);
    }

    @Test
    void theListOfAClosedDatasetIsThereAfterARestartWithoutAskingRucio() throws Exception {
        overTheRelay();
        var path = "/instances/lake/children?did=ATLAS_LAPP_JEZEQUEL:Hyy_Oct20";
        assertThat(api.get("/instances/lake/did?did=ATLAS_LAPP_JEZEQUEL:Hyy_Oct20")
                        .json()
                        .path("open")
                        .asBoolean())
                .isFalse();
        var read = dids(api.get(path));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.get(path).json().path("kept").asBoolean());
        overTheRelay();
        LakeUnderTest.faults("rucio", "{\"refuse\": true}");

        var kept = api.get(path);

        assertThat(dids(kept)).isEqualTo(read).hasSize(6);
        assertThat(kept.json().path("problem").isNull()).isTrue();
    }

    @Test
    void theListOfAnOpenDatasetIsShownWithItsAgeWhileRucioIsAway() throws Exception {
        overTheRelay();
        var path = "/instances/lake/children?did=data:open";
        var read = api.get(path).json();
        assertThat(read.path("kept").asBoolean()).isFalse();
        LakeUnderTest.faults("rucio", "{\"refuse\": true}");

        var kept = await().atMost(Duration.ofSeconds(30)).until(() -> api.get(path), reply -> reply.status() == 200);

        assertThat(kept.json().path("asked")).isEqualTo(read.path("asked"));
        assertThat(kept.json().path("kept").asBoolean()).isTrue();
        assertThat(kept.json().path("problem").path("detail").asString()).isNotBlank();
    }

    private static List<String> those(JsonNode found, Predicate<JsonNode> which) {
        return found.path("rows")
                .valueStream()
                .filter(which)
                .map(row -> row.path("did").asString())
                .toList();
    }

    private static String search(String typed) {
        return "/instances/lake/search?did=" + URLEncoder.encode(typed, StandardCharsets.UTF_8);
    }
}
