package org.lakeside.server.lake.browse;

import java.util.List;
import java.util.Map;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.Parent;
import org.lakeside.rucio.client.Rule;

/// What else the catalogue knows of a DID; each is a question of its own, so that a slow one holds up no other. Every
/// method may throw a [org.lakeside.server.lake.LakeException].
public interface Details {
    Metadata metadata(String instance, Did did);

    /// The collections that it lies directly in.
    Some<Parent> parents(String instance, Did did);

    /// What shall be where; of a file, also by the collections it lies in.
    Some<Rule> rules(String instance, Did did);

    /// What each RSE has of it; there are more when it has files that were not counted.
    Some<RseShare> rses(String instance, Did did);

    /// Whether storages can give what is in these collections, of as many as can be said with a few calls.
    Map<Did, OnStorage> onStorage(String instance, List<Did> collections);

    /// The first rows of a list.
    ///
    /// @param more whether there are others
    record Some<T>(List<T> rows, boolean more) {
        public Some {
            rows = List.copyOf(rows);
        }
    }
}
