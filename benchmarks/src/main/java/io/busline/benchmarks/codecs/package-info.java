/** The codecs beside the libraries that they use. */
@NullMarked
package io.busline.benchmarks.codecs;

import org.jspecify.annotations.NullMarked;
