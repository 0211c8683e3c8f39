/**
 * A bus in one file, without a server: SQLite in WAL mode.
 *
 * <h2>URL</h2>
 *
 * <p>{@code sqlite:PATH}, the path of a file in an existing folder; {@code ~/} is the home folder.
 * Options: {@code retention} (default 7d), how long events are kept once every live group has
 * handled them; a group is live if one of its instances was connected within that time. {@code
 * lease} (default 10s), how long an instance that gives no sign of life keeps its keys; one whose
 * process is seen to be gone loses them at once.
 *
 * <h2>Mapping</h2>
 *
 * <p>A topic is the rows of table {@code event} with that topic, in the order of {@code seq}, which
 * is the order of the commits. A key belongs to one of 32 slots; the instances of a group own slots
 * and read only theirs. What a group has done is one row a topic in {@code progress}. Attributes
 * are columns, extensions lines of {@code name=value}. Dead letters are the table {@code
 * dead_letter}.
 *
 * <h2>Guarantees</h2>
 *
 * <p>A confirmed event has been synced to the disk. It reaches every group at least once; events of
 * one key in one topic reach one instance at a time, in order. A publish that fails is surely not
 * stored, except when the commit itself was cut short: then its outcome is unknown. Events
 * published twice are stored once as long as the first is kept.
 *
 * <h2>Capabilities</h2>
 *
 * <p>All but {@link io.busline.spi.Capability#TRANSACTIONS}.
 *
 * <h2>Limits</h2>
 *
 * <p>One machine; no network file system; no other program that opens the file with a SQLite before
 * 3.51.3. Data of up to 1 MiB. Up to 32 instances of a group work at a time. An event for a
 * consumer in another process is noticed within 5 ms.
 */
@NullMarked
package io.busline.sqlite;

import org.jspecify.annotations.NullMarked;
