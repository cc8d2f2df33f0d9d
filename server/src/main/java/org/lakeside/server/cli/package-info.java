/// Words on a terminal: `lakeside login | search | ls | get`. A client of the service's HTTP API, over the socket of
/// the one that runs or of one that it runs itself; knows nothing of Rucio, storages and files.
@NullMarked
package org.lakeside.server.cli;

import org.jspecify.annotations.NullMarked;
