/** The commands that say what is on a bus, and that look after it. */
@NullMarked
package io.busline.cli.admin;

import org.jspecify.annotations.NullMarked;
