/// Start, connect, stop: the only place that picks implementations.
@NullMarked
package org.lakeside.server;

import org.jspecify.annotations.NullMarked;
