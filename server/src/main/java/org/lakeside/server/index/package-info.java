/// What the store remembers, in SQLite: files, their blocks, collections, downloads.
/// Knows tables and transactions; declines to know what a download is for.
@NullMarked
package org.lakeside.server.index;

import org.jspecify.annotations.NullMarked;
