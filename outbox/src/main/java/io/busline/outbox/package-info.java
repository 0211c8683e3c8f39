/**
 * An outbox and an inbox in the application's own database, over JDBC alone: PostgreSQL, MySQL,
 * MariaDB, SQLite, and H2 in tests.
 *
 * <pre>{@code
 * try (EventBus bus = EventBus.connect("jetstream://localhost", "orders");
 *     Outbox outbox = Outbox.of(dataSource, bus)) {
 *   outbox.inTransaction(
 *       tx -> {
 *         orders.insert(tx.connection(), order);
 *         tx.publish(new OrderCreated(order.id()));
 *       });
 *
 *   bus.subscription("billing")
 *       .inbox(outbox)
 *       .on(OrderCreated.class, (event, tx) -> invoices.insert(tx.connection(), event.data()))
 *       .subscribe();
 * }
 * }</pre>
 *
 * <p>Keys are spread over slots. A transaction takes the next number of a slot from a row that it
 * holds until it commits, so numbers come in the order of the commits and without gaps; a relay
 * that holds a slot reads on from the last number that it has seen. ADR 21 tells why.
 */
@NullMarked
package io.busline.outbox;

import org.jspecify.annotations.NullMarked;
