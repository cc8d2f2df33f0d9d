/// What the product is about, and the one kind of failure its parts report.
/// Knows neither HTTP, nor JSON, nor child processes; reaches the outside only through its own ports.
@NullMarked
package org.lakeside.server.lake;

import org.jspecify.annotations.NullMarked;
