/**
 * The command {@code busline}. The process and the whole command line are here; each package below
 * has the commands of one idea, and {@code command} and {@code terminal} have what they share. Data
 * goes to standard output and everything else to standard error.
 */
@NullMarked
package io.busline.cli;

import org.jspecify.annotations.NullMarked;
