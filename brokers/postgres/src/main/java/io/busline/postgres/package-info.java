/**
 * A bus in a database: PostgreSQL 13 to 18.
 *
 * <h2>URL</h2>
 *
 * <p>{@code postgres://USER:PASSWORD@HOST:PORT/DATABASE}; several hosts are separated by commas,
 * and the one that is the primary is used. Without a password, the driver looks into {@code
 * .pgpass}. Options: {@code schema} (default busline), what holds the tables; {@code topology}
 * (default create), whether to make them; {@code retention} (default 7d), how long events are kept
 * once every live group has handled them; {@code lease} (default 10s), how long an instance that
 * gives no sign of life keeps its keys; {@code tls}, {@code trust} and {@code insecure}, as for
 * other brokers.
 *
 * <h2>Mapping</h2>
 *
 * <p>A topic is the rows of table {@code event} with that topic, in the order of {@code seq}. The
 * numbers come from the topic's row, which is locked until the commit, so their order is the order
 * of the commits. A key belongs to one of 32 slots; the instances of a group own slots and read
 * only theirs. Attributes are columns, extensions lines of {@code name=value}. Dead letters are the
 * table {@code dead_letter}.
 *
 * <h2>Guarantees</h2>
 *
 * <p>A confirmed event has been committed. It reaches every group at least once; events of one key
 * in one topic reach one instance at a time, in order. A publish that fails is surely not stored,
 * except when the connection was lost during the commit: then its outcome is unknown. Events
 * published twice to a topic are stored once as long as the first is kept.
 *
 * <h2>Capabilities</h2>
 *
 * <p>All.
 *
 * <h2>Limits</h2>
 *
 * <p>Data of up to 1 MiB. Up to 32 instances of a group work at a time. One transaction at a time
 * appends to a topic. An instance has up to seven connections.
 */
@NullMarked
package io.busline.postgres;

import org.jspecify.annotations.NullMarked;
