package org.lakeside.server.lake.transfer;

import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// What all runs share.
///
/// @param turns how many downloads are at work at a time
/// @param atOnce how many files of one download are in transfer at a time
/// @param promised bytes that downloads under way still need
record RunTools(
        Store store,
        Listing listing,
        Sources sources,
        FetchTools fetch,
        Flights flights,
        Semaphore turns,
        int atOnce,
        LongSupplier promised) {}
