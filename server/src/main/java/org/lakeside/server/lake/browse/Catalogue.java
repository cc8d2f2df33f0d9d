package org.lakeside.server.lake.browse;

import java.util.List;
import org.lakeside.rucio.client.Child;
import org.lakeside.rucio.client.Did;
import org.lakeside.rucio.client.DidInfo;
import org.lakeside.rucio.client.FileReplicas;
import org.lakeside.rucio.client.FoundDid;
import org.lakeside.rucio.client.Metadata;
import org.lakeside.rucio.client.SearchQuery;

/// What can be asked of the catalogue. Every method may throw a [org.lakeside.server.lake.LakeException]: nobody logged
/// in, no such DID, no answer in time.
public interface Catalogue {
    /// Whose eyes it is seen with; empty when nobody is logged in. Asks nobody.
    String account(String instance);

    /// The scopes of the account that is logged in.
    List<String> scopes(String instance);

    /// The scopes of everybody, in no order.
    List<String> allScopes(String instance);

    Rows<FoundDid> search(String instance, SearchQuery query);

    DidInfo did(String instance, Did did);

    /// The metadata of those that exist, in no order.
    Rows<Metadata> metadata(String instance, List<Did> dids);

    /// What lies directly in a collection.
    Rows<Child> content(String instance, Did did);

    /// What is remembered of which DIDs there are is asked for again from now on.
    default void forget(String instance) {}

    List<FileReplicas> replicas(String instance, List<Did> files);
}
