/** The service that takes orders, and knows which are shipped. */
@NullMarked
package io.busline.shop.orders;

import org.jspecify.annotations.NullMarked;
