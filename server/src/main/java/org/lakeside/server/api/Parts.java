package org.lakeside.server.api;

import org.lakeside.server.lake.Instances;
import org.lakeside.server.lake.Reachability;
import org.lakeside.server.lake.availability.Attachments;
import org.lakeside.server.lake.browse.Catalogue;
import org.lakeside.server.lake.browse.Details;
import org.lakeside.server.lake.browse.Listings;
import org.lakeside.server.lake.browse.LongListings;
import org.lakeside.server.lake.browse.Search;
import org.lakeside.server.lake.identity.Identities;
import org.lakeside.server.lake.transfer.Downloads;
import org.lakeside.server.lake.transfer.Examinations;
import org.lakeside.server.lake.transfer.Store;

/// What the routes speak with, in the process that owns the store.
public record Parts(
        Instances instances,
        Reachability reachability,
        Identities identities,
        Catalogue catalogue,
        Details details,
        Search search,
        Listings listings,
        LongListings longListings,
        Attachments attachments,
        Store store,
        Downloads downloads,
        Examinations examinations,
        Events events) {}
