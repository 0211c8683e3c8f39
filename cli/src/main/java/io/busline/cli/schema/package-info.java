/** The commands about the schemas of events. */
@NullMarked
package io.busline.cli.schema;

import org.jspecify.annotations.NullMarked;
