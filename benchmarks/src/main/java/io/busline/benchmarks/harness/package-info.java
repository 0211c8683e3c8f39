/** How scenarios are measured: in which order, how often, and how they are reported. */
@NullMarked
package io.busline.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
