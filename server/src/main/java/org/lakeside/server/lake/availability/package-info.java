/// Whether a notebook can read a DID here and now, and through which handles.
/// Asks the store and, for what the store has never heard of, the catalogue through
/// [org.lakeside.server.lake.transfer.Listing];
/// knows neither kernels nor how a handle becomes a variable.
@NullMarked
package org.lakeside.server.lake.availability;

import org.jspecify.annotations.NullMarked;
