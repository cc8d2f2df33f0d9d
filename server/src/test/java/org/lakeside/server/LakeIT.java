package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The whole service with a real Rucio and real storages: the main job.
class LakeIT extends ServiceOnLake {
    private static final String HYY = "ATLAS_LAPP_JEZEQUEL:Hyy_Oct20";

    @Test
    void aDatasetIsFoundOpenedDownloadedAndHandedOut() throws IOException, InterruptedException {
        logIn("alice");
        assertThat(dids(api.get("/instances/lake/search?did=ATLAS_LAPP_JEZEQUEL:Hyy&type=dataset")))
                .containsExactly(HYY);
        var found = api.get("/instances/lake/did?did=" + HYY).json();
        assertThat(found.path("bytes").asLong()).isEqualTo(102445242);
        assertThat(found.path("files").asLong()).isEqualTo(6);
        assertThat(found.at("/here/state").asString()).isEqualTo("elsewhere");
        var children = dids(api.get("/instances/lake/children?did=" + HYY));
        assertThat(children).hasSize(6).isSorted();
        assertThat(handles(HYY).path("state").asString()).isEqualTo("incomplete");
        assertThat(handles(HYY).path("handles")).isEmpty();

        var done = download(HYY);

        assertThat(done.path("state").asString()).isEqualTo("done");
        var handles = handles(HYY);
        assertThat(handles.path("state").asString()).isEqualTo("ready");
        assertThat(handles.path("single").asBoolean()).isFalse();
        assertThat(handles.path("catalogue").path("host").asString())
                .isEqualTo(LakeUnderTest.variable("LAKE_RUCIO_URL").replace("http://", ""));
        var paths = texts(handles.path("handles"));
        assertThat(paths).hasSize(6).isSorted();
        for (int i = 0; i < 6; i++) {
            var original = Path.of(LakeUnderTest.lake("file", "OPEN", children.get(i)));
            assertThat(Path.of(paths.get(i))).hasSameBinaryContentAs(original);
        }
        assertThat(dids(api.get("/instances/lake/children?did=" + HYY)))
                .allSatisfy(did -> assertThat(state(did)).isEqualTo("here"));
        assertThat(api.get("/downloads").json().path("store").path("used").asLong())
                .isEqualTo(102445242);
    }

    @Test
    void oneFileIsHandedOutAlone() throws IOException {
        logIn("alice");

        download("user.alice:histogram.0.root");

        var handles = handles("user.alice:histogram.0.root");
        assertThat(handles.path("single").asBoolean()).isTrue();
        assertThat(handles.path("type").asString()).isEqualTo("FILE");
        assertThat(handles.path("handles")).hasSize(1);
    }

    @Test
    void anEmptyDatasetIsSaidToBeEmpty() throws IOException {
        logIn("alice");

        var handles = handles("data:empty");

        assertThat(handles.path("state").asString()).isEqualTo("empty");
        assertThat(handles.path("handles").size()).isZero();
        assertThat(download("data:empty").path("state").asString()).isEqualTo("done");
    }

    @Test
    void aContainerGivesItsFilesHoweverDeepEachOnce() throws IOException {
        logIn("alice");

        download("data:overlap");

        var paths = texts(handles("data:overlap").path("handles"));
        assertThat(paths).isNotEmpty().doesNotHaveDuplicates();
        assertThat(handles("data:overlap").path("type").asString()).isEqualTo("CONTAINER");
    }

    @Test
    void namesWithBlanksSignsAndOtherLettersAreTakenAsTheyAre() throws IOException {
        logIn("alice");
        var children = dids(api.get("/instances/lake/children?did=odd:names"));

        var done = download("odd:names");

        assertThat(done.path("state").asString()).isEqualTo("done");
        assertThat(children).hasSizeGreaterThan(10);
        assertThat(texts(handles("odd:names").path("handles"))).hasSameSizeAs(children);
        for (var did : children) assertThat(state(did)).as(did).isEqualTo("here");
    }

    @Test
    void openDatasetsHaveTheirSizes() throws IOException {
        logIn("alice");

        var did = api.get("/instances/lake/did?did=data:open").json();

        assertThat(did.path("open").asBoolean()).isTrue();
        assertThat(did.path("bytes").isNumber()).isTrue();
    }

    @Test
    void replicasAreShownWithoutAddresses() throws IOException {
        logIn("alice");

        var reply = api.get("/instances/lake/replicas?did=ATLAS_LAPP_JEZEQUEL:data_A.GamGam.root");

        assertThat(reply.json().path("rows").path(0).path("replicas").findValuesAsString("rse"))
                .contains("OPEN", "SITE-A");
        assertThat(reply.text()).doesNotContain("://");
    }
}
