/** What a shell and {@code man} know of the command line, made of the texts of its help. */
@NullMarked
package io.busline.cli.install;

import org.jspecify.annotations.NullMarked;
