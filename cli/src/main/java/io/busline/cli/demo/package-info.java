/** The command that shows an order shop at work. */
@NullMarked
package io.busline.cli.demo;

import org.jspecify.annotations.NullMarked;
