/** What the services of the shop tell each other. */
@NullMarked
package io.busline.shop;

import org.jspecify.annotations.NullMarked;
