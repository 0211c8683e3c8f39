/** What the binders of Spring Cloud Stream have in common. */
@NullMarked
package io.busline.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
