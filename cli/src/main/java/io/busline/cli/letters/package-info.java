/** The commands about dead letters. */
@NullMarked
package io.busline.cli.letters;

import org.jspecify.annotations.NullMarked;
