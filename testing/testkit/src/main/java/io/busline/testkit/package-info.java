/**
 * For tests of services that use the bus: no broker to install, no sleep. {@link
 * io.busline.testkit.TestBroker} is a broker in memory whose clock the test moves, and {@link
 * io.busline.testkit.Recorder} a handler that can be asked what it received:
 *
 * <pre>{@code
 * try (TestBroker broker = TestBroker.create();
 *     EventBus bus = broker.connect("shipping")) {
 *   Recorder<byte[]> recorder = new Recorder<byte[]>().failNext(1);
 *   bus.subscription("shipping")
 *       .on("order.created", byte[].class, recorder)
 *       .retry(RetryPolicy.fixed(5, Duration.ofSeconds(30)))
 *       .subscribe();
 *
 *   bus.publish("order.created", new byte[] {1});
 *   broker.advance(Duration.ofSeconds(30));
 *
 *   assertThat(recorder.attempts()).isEqualTo(2);
 *   assertThat(recorder.events()).hasSize(1);
 * }
 * }</pre>
 */
@NullMarked
package io.busline.testkit;

import org.jspecify.annotations.NullMarked;
