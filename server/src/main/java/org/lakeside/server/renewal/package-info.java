/// What runs by the clock. Each timer wakes a part of `lake` and does nothing else.
@NullMarked
package org.lakeside.server.renewal;

import org.jspecify.annotations.NullMarked;
