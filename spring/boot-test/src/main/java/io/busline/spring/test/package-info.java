/**
 * Tests of Spring Boot applications without a broker and without a sleep.
 *
 * <pre>{@code
 * @BuslineTest
 * class ShippingTest {
 *   @Autowired EventBus bus;
 *
 *   @Test
 *   void a_created_order_is_shipped() {
 *     bus.publish(new OrderCreated("o-1"));
 *
 *     assertThat(bus).published(OrderShipped.class).containsExactly(new OrderShipped("o-1"));
 *   }
 * }
 * }</pre>
 */
@NullMarked
package io.busline.spring.test;

import org.jspecify.annotations.NullMarked;
