/// The catalogue as `lake` wants it, over rucio-client: which instance, how many calls at a time, whose login, and what
/// Rucio's refusals mean to a person. Declines to know what an answer is used for.
@NullMarked
package org.lakeside.server.rucio;

import org.jspecify.annotations.NullMarked;
