package org.lakeside.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lakeside.rucio.client.LockCounts;
import org.lakeside.server.Version;
import org.lakeside.server.lake.Problem.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Holds the service and its description, `openapi.yaml`, together.
class DescriptionTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    private static final Map<String, Class<? extends Record>> RECORDS = Map.ofEntries(
            Map.entry("Health", HealthRoute.HealthJson.class),
            Map.entry("Instances", InstanceRoutes.AllJson.class),
            Map.entry("Instance", InstanceRoutes.InstanceJson.class),
            Map.entry("Reach", ReachJson.class),
            Map.entry("Credentials", LoginBody.class),
            Map.entry("Checks", LoginRoutes.ChecksJson.class),
            Map.entry("Check", LoginRoutes.CheckJson.class),
            Map.entry("Browser", LoginRoutes.BrowserJson.class),
            Map.entry("LoginOptions", LoginRoutes.OptionsJson.class),
            Map.entry("FoundCredential", FoundJson.class),
            Map.entry("Memberships", LoginRoutes.MembershipsJson.class),
            Map.entry("Waiting", LoginJson.BrowserJson.class),
            Map.entry("Warning", LoginJson.WarningJson.class),
            Map.entry("Proxy", LoginJson.ProxyJson.class),
            Map.entry("Membership", LoginJson.VoJson.class),
            Map.entry("Login", LoginJson.class),
            Map.entry("Found", BrowseRoutes.FoundJson.class),
            Map.entry("Understood", BrowseRoutes.UnderstoodJson.class),
            Map.entry("SearchKeys", BrowseRoutes.KeysJson.class),
            Map.entry("SearchKey", BrowseRoutes.KeyJson.class),
            Map.entry("Row", RowJson.class),
            Map.entry("Did", BrowseRoutes.DidJson.class),
            Map.entry("Checksums", BrowseRoutes.SumsJson.class),
            Map.entry("State", StateJson.class),
            Map.entry("Page", BrowseRoutes.PageJson.class),
            Map.entry("Replicas", BrowseRoutes.ReplicasJson.class),
            Map.entry("FileReplicas", BrowseRoutes.FileJson.class),
            Map.entry("Replica", BrowseRoutes.ReplicaJson.class),
            Map.entry("Metadata", DetailRoutes.MetadataJson.class),
            Map.entry("MetadataEntry", DetailRoutes.EntryJson.class),
            Map.entry("Parents", DetailRoutes.ParentsJson.class),
            Map.entry("Parent", DetailRoutes.ParentJson.class),
            Map.entry("Rules", DetailRoutes.RulesJson.class),
            Map.entry("Rule", DetailRoutes.RuleJson.class),
            Map.entry("Locks", LockCounts.class),
            Map.entry("Rses", DetailRoutes.RsesJson.class),
            Map.entry("RseShare", DetailRoutes.ShareJson.class),
            Map.entry("AskedStates", DetailRoutes.AskedStates.class),
            Map.entry("OnStorages", DetailRoutes.OnStorageJson.class),
            Map.entry("OnStorage", DetailRoutes.AvailableJson.class),
            Map.entry("Downloads", DownloadRoutes.AllJson.class),
            Map.entry("Store", DownloadRoutes.StoreJson.class),
            Map.entry("Download", DownloadJson.class),
            Map.entry("FileCount", DownloadJson.FilesJson.class),
            Map.entry("ByteCount", DownloadJson.BytesJson.class),
            Map.entry("Failure", DownloadJson.FailureJson.class),
            Map.entry("Asked", DownloadRoutes.AskedJson.class),
            Map.entry("Handles", HandleRoutes.HandlesJson.class),
            Map.entry("AskedHandles", HandleRoutes.AskedJson.class),
            Map.entry("Change", HandleRoutes.ChangeJson.class),
            Map.entry("HandleFile", HandleRoutes.FileJson.class),
            Map.entry("Catalogue", HandleRoutes.CatalogueJson.class),
            Map.entry("States", HandleRoutes.StatesJson.class));

    private static final JsonNode DESCRIPTION = read();

    @TempDir
    Path directory;

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        List<String> described = new ArrayList<>();
        DESCRIPTION
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().forEach(method -> {
                    if (METHODS.contains(method)) described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }));

        try (var api = Api.start(directory.resolve("s"), "1", () -> new Standing.State.Misconfigured(List.of()))) {
            assertThat(api.routes()).containsExactlyInAnyOrderElementsOf(described);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void theFieldsOfEveryRecordAreDescribed(String schema, Class<? extends Record> type) {
        var fields = Arrays.stream(type.getRecordComponents())
                .map(component -> component.getName().equals("byDefault") ? "default" : component.getName())
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();

        assertThat(schema(schema).path("properties").propertyNames()).containsExactlyElementsOf(fields);
    }

    @Test
    void everyKindOfProblemIsDescribed() {
        var described = schema("Problem")
                .path("properties")
                .path("type")
                .path("enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Kind.values()).map(ProblemJson::type).toList());
    }

    @Test
    void everySchemaIsOneOfARecord() {
        var others = Set.of("Problem", "DidType", "Cut");

        assertThat(DESCRIPTION.path("components").path("schemas").propertyNames().stream()
                        .filter(name -> !others.contains(name))
                        .collect(Collectors.toSet()))
                .isEqualTo(RECORDS.keySet());
    }

    @Test
    void itIsOfThisVersion() {
        assertThat(DESCRIPTION.path("info").path("version").asString()).isEqualTo(Version.text());
    }

    static Stream<Arguments> records() {
        return RECORDS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static JsonNode schema(String name) {
        return DESCRIPTION.path("components").path("schemas").path(name);
    }

    private static JsonNode read() {
        try (var file = DescriptionTest.class.getResourceAsStream("/openapi.yaml")) {
            if (file == null) throw new IllegalStateException("there is no openapi.yaml");
            return new YAMLMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
