/// Authorities, people and machines that exist for one test. Made with BouncyCastle, so that what is tested does not
/// test itself.
@NullMarked
package org.lakeside.auth.x509.testing;

import org.jspecify.annotations.NullMarked;
