package org.lakeside.server.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// What lies in a collection, row by row: there may be more than fits into memory at once.
final class Children {
    private static final int PAGE = 500;

    private final ServiceClient client;
    private final String instance;
    private final String did;

    Children(ServiceClient client, String instance, String did) {
        this.client = client;
        this.instance = instance;
        this.did = did;
    }

    /// Every row once. A list that the service has to read anew half-way gives rows again that came before, maybe in
    /// another order; that ends it here. So does a list that is not whole, after the rows that have come.
    ///
    /// @return how many there are
    long each(Consumer<JsonNode> see) {
        long seen = 0;
        String cursor = "";
        do {
            JsonNode page = page(cursor);
            seen += page.path("rows").size();
            if (isOfAnother(page, cursor, seen)) {
                throw new Failure(
                        ExitCode.UNAVAILABLE,
                        "The service put the list of %s away before its end.".formatted(did),
                        "Run it again.");
            }
            page.path("rows").forEach(see);
            requireWhole(page, seen);
            cursor = cursor(page);
        } while (!cursor.isEmpty());
        return seen;
    }

    private static boolean isOfAnother(JsonNode page, String before, long seen) {
        String next = cursor(page);
        if (next.isEmpty()) {
            return page.path("total").isNumber() && page.path("total").asLong() != seen;
        }
        return !before.isEmpty() && !list(next).equals(list(before));
    }

    private void requireWhole(JsonNode page, long seen) {
        switch (page.path("cut").asString("")) {
            case "" -> {}
            case "limit" ->
                throw new Failure(
                        ExitCode.UNAVAILABLE,
                        "The list of %s goes on after these %d rows: the service reads no more of one."
                                .formatted(did, seen),
                        "Set listing_rows in its settings to a larger number.");
            default ->
                throw new Failure(
                        ExitCode.UNAVAILABLE,
                        "The list of %s breaks off after these %d rows: Rucio sent nothing more for a minute."
                                .formatted(did, seen),
                        "Run it again.");
        }
    }

    private JsonNode page(String cursor) {
        Map<String, String> query = new HashMap<>(Map.of("did", did, "limit", Integer.toString(PAGE)));
        if (!cursor.isEmpty()) {
            query.put("cursor", cursor);
        }
        return client.get("instances/%s/children".formatted(instance), query);
    }

    private static String cursor(JsonNode page) {
        return page.path("cursor").asString("");
    }

    /// The number of its list, which a cursor begins with.
    private static String list(String cursor) {
        return cursor.replaceFirst("-.*", "");
    }
}
