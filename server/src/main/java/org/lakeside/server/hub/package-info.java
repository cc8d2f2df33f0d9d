/// The user of a JupyterHub, by the hub's own API. Knows neither Rucio nor what the token is for.
@NullMarked
package org.lakeside.server.hub;

import org.jspecify.annotations.NullMarked;
