package org.lakeside.rucio.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/// Rules: `/rules`. [Dids#rules] has those of one DID.
public final class Rules {
    private static final Json<RuleJson> RULE = Json.of(RuleJson.class);
    private static final Json<String[]> IDS = Json.of(String[].class);

    private final Server server;

    Rules(Server server) {
        this.server = server;
    }

    /// One rule. A deleted one is there for another hour, with its end as [Rule#expires].
    ///
    /// @throws RucioException of kind `NOT_FOUND` when there is none, or none any more
    public Rule rule(TokenSource tokens, RuleId id) {
        Asking asking = server.asking(tokens, "asking for rule " + id);
        return asking.value(at(id), RULE, RuleJson::rule);
    }

    /// The rules that fit, in no order.
    public RowStream<Rule> list(TokenSource tokens, RuleQuery query) {
        HttpUrl.Builder url = server.at("rules", "").newBuilder();
        query.parameters().forEach((key, value) -> url.addEncodedQueryParameter(key, Percent.encode(value, "")));
        Asking asking = server.asking(tokens, "listing rules");
        return asking.rows(() -> asking.lines(url.build(), RuleJson::row));
    }

    /// The replicas that a rule wants; none for a rule that does not exist.
    public RowStream<Lock> locks(TokenSource tokens, RuleId id) {
        Asking asking = server.asking(tokens, "listing the locks of rule " + id);
        return asking.rows(() -> asking.lines(server.at("rules", id.text(), "locks"), LockJson::row));
    }

    /// Asks for replicas of DIDs: a rule for each, all or none. When their files are there already the rules are `OK`
    /// at once.
    ///
    /// @throws RucioException of kind `OVER_QUOTA` when none of the RSEs has room for the account; `CONFLICT` when
    /// there is such a rule already; `BAD_REQUEST` for an RSE expression that stands for nothing; `NOT_FOUND` for a
    /// DID that does not exist; `NOT_PERMITTED` for somebody else's account and for an RSE that is not open
    /// to writing
    public List<RuleId> create(TokenSource tokens, List<Did> dids, RuleRequest wanted) {
        Asking asking = server.asking(tokens, "asking for copies of %s: %s".formatted(Server.shown(dids), wanted));
        return asking.change(
                "POST",
                server.at("rules", ""),
                wanted.about(dids),
                // JSON, although the label says text/html (41.5.1)
                answer -> OneValue.read(
                        asking.doing(),
                        answer,
                        IDS,
                        ids -> Arrays.stream(ids).map(RuleId::new).toList()));
    }

    /// Makes a rule end so long from now; sooner than before, or later. Empty: never. On many servers a privilege of
    /// administrators (41.5.1, generic policy).
    public void endAfter(TokenSource tokens, RuleId id, Optional<Duration> life) {
        Map<String, Object> options = new HashMap<>();
        options.put("lifetime", life.map(time -> time.toSeconds()).orElse(null));
        server.asking(tokens, "extending rule " + id).send("PUT", at(id), options(options));
    }

    private static byte[] options(Map<String, Object> options) {
        return Json.writer().writeValueAsBytes(Map.of("options", options));
    }

    /// Ends a rule: an hour from now, by Rucio's own clock, after which its replicas may go. The rule can be asked
    /// for until then. On many servers a privilege of administrators (41.5.1, generic policy).
    ///
    /// @param purge the replicas go at once when the rule ends, instead of when room is needed
    /// @throws RucioException of kind `CONFLICT` for a rule that is locked, or that another one follows
    public void delete(TokenSource tokens, RuleId id, boolean purge) {
        Map<String, Object> body = purge ? Map.of("purge_replicas", true) : Collections.emptyMap();
        // Without a body Rucio answers 400.
        server.asking(tokens, "ending rule " + id)
                .send("DELETE", at(id), Json.writer().writeValueAsBytes(body));
    }

    private HttpUrl at(RuleId id) {
        return server.at("rules", id.text());
    }
}
