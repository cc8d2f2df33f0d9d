/// The README's example, as somebody outside of this library would write it.
@NullMarked
package org.lakeside.example;

import org.jspecify.annotations.NullMarked;
