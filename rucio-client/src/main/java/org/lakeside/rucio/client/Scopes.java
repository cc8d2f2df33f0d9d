package org.lakeside.rucio.client;

import java.util.List;

/// Scopes: `/scopes` and `/accounts/…/scopes`.
public final class Scopes {
    private static final Json<String[]> TEXTS = Json.of(String[].class);

    private final Server server;

    Scopes(Server server) {
        this.server = server;
    }

    /// All scopes there are, in no order.
    public List<String> all(TokenSource tokens) {
        return server.asking(tokens, "listing all scopes").value(server.at("scopes", ""), TEXTS, List::of);
    }

    /// The scopes that belong to an account; there may be none.
    public List<String> of(TokenSource tokens, String account) {
        Asking asking = server.asking(tokens, "listing the scopes of account " + Server.shown(account));
        try {
            return asking.value(server.at("accounts", account, "scopes", ""), TEXTS, List::of);
        } catch (RucioException e) {
            if (e.exceptionClass().equals("ScopeNotFound")) {
                return List.of(); // Rucio's way to say "none"
            }
            throw e;
        }
    }
}
