/** Compiles and runs what README.md and the pages in docs/ show, and follows their links. */
@NullMarked
package io.busline.docs;

import org.jspecify.annotations.NullMarked;
