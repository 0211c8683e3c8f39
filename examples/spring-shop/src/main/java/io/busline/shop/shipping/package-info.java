/** The service that ships what is ordered. */
@NullMarked
package io.busline.shop.shipping;

import org.jspecify.annotations.NullMarked;
