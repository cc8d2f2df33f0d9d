package org.lakeside.rucio.client;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/// Storage elements: `/rses`.
public final class Rses {
    private static final Json<RseJson> RSE = Json.of(RseJson.class);
    private static final Json<RseJson.ProtocolJson[]> PROTOCOLS = Json.of(RseJson.ProtocolJson[].class);
    private static final Json<RseJson.UsageJson> USAGE = Json.of(RseJson.UsageJson.class);
    private static final Json<JsonNode> OBJECT = Json.of(JsonNode.class);

    /// The request line of Rucio's usual web server has room for 8190 bytes.
    private static final int PFNS_IN_A_LINE = 20;

    private static final JsonNode NO_PFNS = Json.tree("{}");

    private final Server server;

    Rses(Server server) {
        this.server = server;
    }

    /// All RSEs.
    public RowStream<Rse> all(TokenSource tokens) {
        Asking asking = server.asking(tokens, "listing all RSEs");
        return asking.rows(
                () -> asking.lines(server.at("rses", ""), line -> RSE.read(line).about()));
    }

    /// The names of the RSEs that an expression stands for, such as `tier=1&country_name=X` (Rucio's
    /// `rse_expression_parser.py` has the grammar); there may be none, which Rucio itself calls a mistake.
    ///
    /// @throws RucioException of kind `BAD_REQUEST` when this is no RSE expression
    public List<String> matching(TokenSource tokens, String expression) {
        Asking asking = server.asking(tokens, "listing the RSEs of " + Plain.text(expression, 200));
        HttpUrl url = server.at("rses", "")
                .newBuilder()
                .addEncodedQueryParameter("expression", Percent.encode(expression, ""))
                .build();
        try (RowStream<String> names =
                asking.rows(() -> asking.lines(url, line -> RSE.read(line).name()))) {
            return names.toList();
        } catch (RucioException e) {
            if (e.exceptionClass().equals("InvalidRSEExpression") && e.said().contains("empty set")) {
                return List.of();
            }
            throw e;
        }
    }

    /// One RSE with its protocols.
    ///
    /// @throws RucioException of kind `NOT_FOUND` when there is none of this name
    public RseSettings settings(TokenSource tokens, String rse) {
        Asking asking = server.asking(tokens, "asking for the settings of " + Server.shown(rse));
        return asking.value(server.at("rses", rse), RSE, RseJson::settings);
    }

    /// The ways to reach an RSE; there may be none.
    public List<RseProtocol> protocols(TokenSource tokens, String rse) {
        Asking asking = server.asking(tokens, "asking for the protocols of " + Server.shown(rse));
        try {
            return asking.value(
                    server.at("rses", rse, "protocols"),
                    PROTOCOLS,
                    found -> Arrays.stream(found)
                            .map(RseJson.ProtocolJson::protocol)
                            .toList());
        } catch (RucioException e) {
            if (e.exceptionClass().equals("RSEProtocolNotSupported")) {
                return List.of(); // Rucio's way to say "none"
            }
            throw e;
        }
    }

    /// What an RSE says of itself, such as `site` and `oidc_support`; all values as text.
    public Map<String, String> attributes(TokenSource tokens, String rse) {
        Asking asking = server.asking(tokens, "asking for the attributes of " + Server.shown(rse));
        return asking.value(server.at("rses", rse, "attr", ""), OBJECT, Rses::texts);
    }

    /// Where files have to lie on an RSE, by the server's own rules, whatever they are: what [RseSettings#pfns]
    /// computes without asking. Nothing for RSEs that are not deterministic.
    ///
    /// @throws RucioException of kind `UNFORESEEN` when no protocol there is fit for the operation (41.5.1)
    public Map<Did, URI> pfns(
            TokenSource tokens,
            String rse,
            List<Did> files,
            RseProtocol.Domain domain,
            RseProtocol.Operation operation) {
        Asking asking = server.asking(
                tokens, "asking for the addresses of %s on %s".formatted(Server.shown(files), Server.shown(rse)));
        Map<Did, URI> found = new LinkedHashMap<>();
        for (List<Did> chunk : Server.chunks(files, PFNS_IN_A_LINE)) {
            HttpUrl.Builder url = server.at("rses", rse, "lfns2pfns")
                    .newBuilder()
                    .addQueryParameter("domain", word(domain))
                    .addQueryParameter("operation", word(operation));
            chunk.forEach(did -> url.addEncodedQueryParameter("lfn", Percent.encode(did.toString(), "")));
            JsonNode answer = pfns(asking, url.build());
            chunk.forEach(did -> PfnText.parse(answer.path(did.toString()).asString(""), false)
                    .ifPresent(uri -> found.put(did, uri)));
        }
        return found;
    }

    private static JsonNode pfns(Asking asking, HttpUrl url) {
        try {
            return asking.value(url, OBJECT, json -> json);
        } catch (RucioException e) {
            if (e.exceptionClass().equals("ReplicaNotFound")) {
                return NO_PFNS; // an RSE that is not deterministic
            }
            throw e;
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(one -> texts.put(one.getKey(), one.getValue().asString("")));
        return texts;
    }

    /// How full an RSE is, once for everybody who has counted.
    public List<RseUsage> usage(TokenSource tokens, String rse) {
        Asking asking = server.asking(tokens, "asking for the usage of " + Server.shown(rse));
        return asking.rows(() -> asking.lines(
                        server.at("rses", rse, "usage"),
                        line -> USAGE.read(line).usage()))
                .toList();
    }
}
