/// Bringing files here: the store on disk, and the downloads that fill it, checked against the catalogue's checksums.
/// Asks through [Listing], [Sources], [Mover] and [StoreIndex]; knows neither HTTP, nor Rucio, nor SQL.
@NullMarked
package org.lakeside.server.lake.transfer;

import org.jspecify.annotations.NullMarked;
