/**
 * Where a command reads and writes, and text that is fit for it. Text that came from a bus is shown
 * with its control characters escaped.
 */
@NullMarked
package io.busline.cli.terminal;

import org.jspecify.annotations.NullMarked;
