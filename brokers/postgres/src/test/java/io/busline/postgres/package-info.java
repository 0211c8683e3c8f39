@NullMarked
package io.busline.postgres;

import org.jspecify.annotations.NullMarked;
