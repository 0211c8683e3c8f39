/**
 * The memory broker: for tests, and for services in one process. It is strict: it has the real
 * semantics of groups, redelivery, order, start positions and dead letters, refuses what no broker
 * allows, and can be told to misbehave in the ways brokers do. With {@link
 * io.busline.memory.VirtualTime} no test of it needs to sleep.
 *
 * <h2>URL</h2>
 *
 * {@code memory:} or {@code memory:NAME}, with {@code ?retain=N} and {@code ?capacity=N}. All buses
 * of one JVM that use the same name share one broker, which lives as long as one of them is open.
 *
 * <h2>Mapping of terms</h2>
 *
 * One log holds the events of all topics in the order of publishing. A group is a position in it.
 *
 * <h2>Guarantees</h2>
 *
 * At least once, in order by key, within one process. Nothing survives it.
 *
 * <h2>Capabilities</h2>
 *
 * All but those that need a disk: {@code DURABLE} and {@code DURABLE_RETRY}.
 *
 * <h2>Limits</h2>
 *
 * 1 MiB of data and 64 KiB of attributes an event. It keeps the last 100,000 events that all groups
 * have handled, and at most 2,000,000 in all; a publish beyond that fails. A duplicate is
 * recognised among the last 65,536 events.
 */
@NullMarked
package io.busline.memory;

import org.jspecify.annotations.NullMarked;
