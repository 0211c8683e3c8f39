/** The commands that publish and receive events. */
@NullMarked
package io.busline.cli.events;

import org.jspecify.annotations.NullMarked;
