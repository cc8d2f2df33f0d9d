/// Rucio's REST API as Java: values in, values out. Knows OkHttp and Jackson; knows neither certificates nor what the
/// answers are used for.
@NullMarked
package org.lakeside.rucio.client;

import org.jspecify.annotations.NullMarked;
