/** What pages take for granted: the events of an order shop, a bus, and things a handler does. */
@NullMarked
package io.busline.docs.scaffold;

import org.jspecify.annotations.NullMarked;
