/** What is told of classes that pass, fail and cannot begin. */
@NullMarked
package io.busline.progress;

import org.jspecify.annotations.NullMarked;
