/** The command that measures a bus. */
@NullMarked
package io.busline.cli.bench;

import org.jspecify.annotations.NullMarked;
