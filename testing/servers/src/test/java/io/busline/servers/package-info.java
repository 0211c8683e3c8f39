/** The servers and the proxy themselves. */
@NullMarked
package io.busline.servers;

import org.jspecify.annotations.NullMarked;
