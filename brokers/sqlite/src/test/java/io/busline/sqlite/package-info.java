/** What the SQLite broker does, shown on real files. */
@NullMarked
package io.busline.sqlite;

import org.jspecify.annotations.NullMarked;
