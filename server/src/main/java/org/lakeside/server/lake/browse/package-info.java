/// Searching the catalogue and looking into a DID: first pages at once, long lists from disk, bounded memory.
/// Asks through [Catalogue] and [Shelf]; knows neither Rucio's streams nor tables, nor what is on this machine.
@NullMarked
package org.lakeside.server.lake.browse;

import org.jspecify.annotations.NullMarked;
