/// The HTTP edge: routes, the records of requests and answers, and the one place where exceptions become statuses.
/// Speaks with `lake` only; knows neither Rucio's REST API nor how bytes are moved or kept.
@NullMarked
package org.lakeside.server.api;

import org.jspecify.annotations.NullMarked;
