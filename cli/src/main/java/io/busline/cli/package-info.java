/**
 * The command {@code busline}: one class a command, and what they share. Data goes to standard
 * output and everything else to standard error; text that came from a bus is shown with its control
 * characters escaped.
 */
@NullMarked
package io.busline.cli;

import org.jspecify.annotations.NullMarked;
