package org.lakeside.server.lake.identity;

import java.util.List;

/// What a VO has for a person: groups, and roles in them, as `/escape/cms/Role=production`.
///
/// @param server that said so
public record Memberships(String vo, List<String> all, String server) {
    public Memberships {
        all = List.copyOf(all);
    }
}
