@NullMarked
package io.busline.soak;

import org.jspecify.annotations.NullMarked;
