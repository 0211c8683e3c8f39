/** SQLite beside JDBC. */
@NullMarked
package io.busline.benchmarks.sqlite;

import org.jspecify.annotations.NullMarked;
