/// Moves whole files over root and whatever else the plugins of gfal2 know, with `gfal-copy` as a child process.
/// Knows its arguments, exit codes and messages; declines to know what the bytes are for and where they go.
@NullMarked
package org.lakeside.server.movers.gfal;

import org.jspecify.annotations.NullMarked;
