/// Who is acting, with which token, until when; and which words must never leave the process.
/// Asks Rucio through its own port; knows neither its REST API nor how a token is kept on disk.
@NullMarked
package org.lakeside.server.lake.identity;

import org.jspecify.annotations.NullMarked;
