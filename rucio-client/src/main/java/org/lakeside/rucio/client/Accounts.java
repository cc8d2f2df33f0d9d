package org.lakeside.rucio.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Accounts, and what they may use: `/accounts`.
public final class Accounts {
    private static final Json<AccountJson> ACCOUNT = Json.of(AccountJson.class);
    private static final Json<AccountJson.UsageJson> USAGE = Json.of(AccountJson.UsageJson.class);
    private static final Json<AccountJson.GlobalLimitJson> GLOBAL = Json.of(AccountJson.GlobalLimitJson.class);
    private static final Json<JsonNode> OBJECT = Json.of(JsonNode.class);

    private final Server server;

    Accounts(Server server) {
        this.server = server;
    }

    /// One account.
    ///
    /// @throws RucioException of kind `NOT_FOUND` when there is none of this name
    public Account account(TokenSource tokens, String account) {
        Asking asking = server.asking(tokens, "asking for account " + Server.shown(account));
        return asking.value(server.at("accounts", account), ACCOUNT, AccountJson::about);
    }

    /// How much an account may use on each RSE. An RSE that is not there stands for [Quota#NOTHING].
    public Map<String, Quota> limits(TokenSource tokens, String account) {
        Asking asking = server.asking(tokens, "asking for the limits of account " + Server.shown(account));
        return asking.value(server.at("accounts", account, "limits", "local"), OBJECT, Accounts::quotas);
    }

    private static Map<String, Quota> quotas(JsonNode object) {
        Map<String, Quota> quotas = new TreeMap<>();
        object.properties().forEach(one -> quotas.put(one.getKey(), AccountJson.quota(one.getValue())));
        return quotas;
    }

    /// How much an account may use on several RSEs together, on top of [#limits].
    public List<GlobalLimit> globalLimits(TokenSource tokens, String account) {
        Asking asking = server.asking(tokens, "asking for the global limits of account " + Server.shown(account));
        return asking.value(server.at("accounts", account, "limits", "global"), OBJECT, object -> {
            List<GlobalLimit> limits = new ArrayList<>();
            object.properties()
                    .forEach(one -> limits.add(GLOBAL.read(one.getValue()).of(one.getKey())));
            return limits;
        });
    }

    /// What an account uses, for each RSE where it has a limit or uses anything.
    ///
    /// @throws RucioException of kind `NOT_PERMITTED` for somebody else's account
    public List<AccountUsage> usage(TokenSource tokens, String account) {
        return usage(tokens, account, "local", "usage");
    }

    /// What an account uses, for each of its [#globalLimits].
    ///
    /// @throws RucioException of kind `NOT_PERMITTED` for somebody else's account
    public List<AccountUsage> globalUsage(TokenSource tokens, String account) {
        return usage(tokens, account, "global", "global usage");
    }

    private List<AccountUsage> usage(TokenSource tokens, String account, String kind, String words) {
        Asking asking =
                server.asking(tokens, "asking for the %s of account %s".formatted(words, Server.shown(account)));
        return asking.rows(() -> asking.lines(
                        server.at("accounts", account, "usage", kind),
                        line -> USAGE.read(line).usage()))
                .toList();
    }
}
