/// Which process owns the store: the lock, the note that says where the owner listens, and the way there.
/// Knows files and sockets; knows nothing of what the store holds.
@NullMarked
package org.lakeside.server.owner;

import org.jspecify.annotations.NullMarked;
