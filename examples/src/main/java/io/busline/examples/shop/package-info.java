/**
 * An order shop of four services that know the bus and nothing of one another.
 *
 * <pre>
 * order         order.created
 * inventory       order.created       → inventory.reserved | inventory.rejected
 * billing         inventory.reserved  → payment.completed
 * order           payment.completed   → order.paid
 *                 inventory.rejected  → order.cancelled
 * notification    order.*             → customer.notified
 * </pre>
 *
 * <p>Events are JSON, but for {@code payment.completed}: billing speaks Protobuf, and the services
 * that listen to it need not care.
 *
 * <p>Whatever is delivered twice has one effect: each service asks by the order's number whether it
 * has done its part, and what it publishes has an id derived from the event it answers. What a real
 * service keeps in its database, these keep in memory, so they are built to decide the same again
 * after a restart. The service order can do without that: it keeps its orders in a table, and
 * publishes through an outbox.
 */
@NullMarked
package io.busline.examples.shop;

import org.jspecify.annotations.NullMarked;
