/// Lists on disk, each in a SQLite file of its own: those that somebody pages through, and whole ones that are kept.
/// Knows tables and files; knows neither where the rows come from nor what they are for.
@NullMarked
package org.lakeside.server.shelf;

import org.jspecify.annotations.NullMarked;
