/// Long lists on disk, in a SQLite file that lasts as long as the process.
/// Knows tables; knows neither where the rows come from nor what they are for.
@NullMarked
package org.lakeside.server.shelf;

import org.jspecify.annotations.NullMarked;
