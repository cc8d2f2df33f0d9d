package org.lakeside.rucio.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The wish that replicas exist: `RuleRequest.on("tier=1").copies(2).lasting(Duration.ofDays(30))`.
///
/// What is not said is as Rucio would have it: one copy, charged to whoever asks, each dataset on one RSE, for ever
/// (which not all servers allow), with the activity `User Subscriptions` and priority 3.
public final class RuleRequest {
    /// In Rucio's own words.
    private final Map<String, @Nullable Object> body;

    /// Which files have to lie on the same RSE: all of the DID, all of each dataset in it, or none.
    public enum Grouping {
        ALL,
        DATASET,
        NONE
    }

    private RuleRequest(Map<String, @Nullable Object> body) {
        this.body = body;
    }

    /// One copy of each file on one of the RSEs that an expression stands for.
    public static RuleRequest on(String rseExpression) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("account", null); // has to be there
        body.put("copies", 1);
        body.put("rse_expression", rseExpression);
        return new RuleRequest(body);
    }

    /// Of each file, on as many RSEs.
    ///
    /// @throws IllegalArgumentException for less than one
    public RuleRequest copies(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("%d copies".formatted(number));
        }
        return with("copies", number);
    }

    public RuleRequest chargedTo(String account) {
        return with("account", account);
    }

    /// The rule ends so long from now.
    ///
    /// @throws IllegalArgumentException for no time at all
    public RuleRequest lasting(Duration life) {
        if (!life.isPositive()) {
            throw new IllegalArgumentException("a rule that ends before it begins: " + life);
        }
        return with("lifetime", life.toSeconds());
    }

    public RuleRequest grouping(Grouping grouping) {
        return with("grouping", grouping.name());
    }

    /// What it is for: one of the words that the server knows.
    public RuleRequest activity(String activity) {
        return with("activity", activity);
    }

    /// An RSE expression: the only RSEs to copy from.
    public RuleRequest from(String sources) {
        return with("source_replica_expression", sources);
    }

    /// For people; 250 characters at the most.
    public RuleRequest because(String comment) {
        return with("comment", comment);
    }

    /// The name of a numeric attribute of RSEs, by which they are chosen.
    public RuleRequest weight(String attribute) {
        return with("weight", attribute);
    }

    /// 1 to 5.
    public RuleRequest priority(int priority) {
        return with("priority", priority);
    }

    /// Rucio works it out later; until then the rule is [RuleState#INJECT]. For large collections.
    public RuleRequest asynchronous() {
        return with("asynchronous", true);
    }

    /// An administrator has to agree first.
    public RuleRequest askingApproval() {
        return with("ask_approval", true);
    }

    /// Its end makes the replicas go at once, instead of when room is needed.
    public RuleRequest purging() {
        return with("purge_replicas", true);
    }

    private RuleRequest with(String key, Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(body);
        more.put(key, value);
        return new RuleRequest(more);
    }

    /// The body of `POST /rules/`.
    byte[] about(List<Did> dids) {
        return Json.writer().writeValueAsBytes(with("dids", DidsJson.keys(dids)).body);
    }

    /// For messages.
    @Override
    public String toString() {
        return "%s on %s".formatted(body.get("copies"), Plain.text(String.valueOf(body.get("rse_expression")), 200));
    }
}
