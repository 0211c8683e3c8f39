/**
 * The test kit for JUnit 5 and 6. A test that is annotated with {@link
 * io.busline.junit.BuslineTest} is given a bus on a memory broker of its own, with a clock that it
 * moves, and fails if it leaves a dead letter or an open bus behind:
 *
 * <pre>{@code
 * @BuslineTest(service = "billing")
 * class BillingTest {
 *   @Test
 *   void a_created_order_is_paid(EventBus bus) {
 *     new Billing(bus);
 *
 *     bus.publish(new OrderCreated("o-1", new BigDecimal("42.50")));
 *
 *     assertThat(bus).published(OrderPaid.class).containsExactly(new OrderPaid("o-1"));
 *   }
 * }
 * }</pre>
 *
 * <p>A module of its own, so that the plain kit needs neither JUnit nor AssertJ.
 */
@NullMarked
package io.busline.junit;

import org.jspecify.annotations.NullMarked;
