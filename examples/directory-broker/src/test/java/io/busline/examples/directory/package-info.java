@NullMarked
package io.busline.examples.directory;

import org.jspecify.annotations.NullMarked;
