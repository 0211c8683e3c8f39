/** The work that several suites have in common: the event, and those who publish and handle it. */
@NullMarked
package io.busline.benchmarks.load;

import org.jspecify.annotations.NullMarked;
