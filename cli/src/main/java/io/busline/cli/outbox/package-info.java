/** The commands about the outbox of a database. */
@NullMarked
package io.busline.cli.outbox;

import org.jspecify.annotations.NullMarked;
