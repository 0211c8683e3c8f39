package io.busline.kotlin

import io.busline.EventBus
import io.busline.RetryPolicy
import io.busline.event.Event
import io.busline.event.EventDefinition
import io.busline.event.TypeRef
import io.busline.junit.BuslineAssertions.assertThat
import io.busline.junit.BuslineTest
import io.busline.junit.ExpectsDeadLetters
import io.busline.logs.Warns
import io.busline.testkit.PublishedEvents
import io.busline.testkit.Recorder
import io.busline.testkit.TestBroker
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import java.math.BigDecimal
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList

/** What a service in Kotlin writes. */
@BuslineTest(service = "shop")
class KotlinTest {
    private val order = OrderCreated(note = null, orderId = "o-1", amount = BigDecimal("42.50"))

    @Test
    fun a_data_class_is_received_as_it_was_published(bus: EventBus, received: Recorder<OrderCreated>) {
        bus.publish(order)
        bus.publish(order.copy(note = "now", currency = "CHF", lines = listOf(Line("s-1"), Line("s-2", 3))))

        assertThat(received.awaitCount(2)).extracting<String> { it.key().orElseThrow() }.containsOnly("o-1")
        assertThat(received.data())
            .containsExactly(
                order,
                OrderCreated("now", "o-1", BigDecimal("42.50"), "CHF", listOf(Line("s-1", 1), Line("s-2", 3))),
            )
    }

    @Test
    fun what_a_document_leaves_out_is_the_default_value_or_null(bus: EventBus, received: Recorder<OrderCreated>) {
        bus.publish(json("""{"orderId": "o-1", "amount": 42.50, "lines": [{"sku": "s-1"}]}"""))

        received.awaitCount(1)
        assertThat(received.data()).containsExactly(order.copy(lines = listOf(Line("s-1", 1))))
    }

    @Test
    @ExpectsDeadLetters
    @Warns("is a dead letter (UNDECODABLE)", times = 3)
    fun what_may_not_be_null_is_never_null(bus: EventBus, received: Recorder<OrderCreated>) {
        bus.publish(json("""{"amount": 1}"""))
        bus.publish(json("""{"orderId": null, "amount": 1}"""))
        bus.publish(json("""{"orderId": "o-1", "amount": 1, "currency": null}"""))

        assertThat(bus).deadLetters().hasSize(3)
        assertThat(received.attempts()).isZero()
    }

    @Test
    fun a_lambda_handles_events_and_fails_them_by_throwing(bus: EventBus, broker: TestBroker) {
        val seen = CopyOnWriteArrayList<String>()
        var failures = 1
        bus.subscription("billing")
            .on(OrderCreated::class.java) { event ->
                check(failures-- <= 0) { "not yet" }
                seen += event.data().orderId
                bus.publish(Received(event.data().orderId, 42))
            }
            .retry(RetryPolicy.fixed(3, Duration.ofSeconds(30)))
            .subscribe()

        bus.publish(order)
        broker.settle()
        assertThat(seen).isEmpty()

        broker.advance(Duration.ofSeconds(30))
        assertThat(seen).containsExactly("o-1")
        assertThat(bus).published(Received::class.java).containsExactly(Received("o-1", 42))
    }

    @Test
    fun one_lambda_handles_a_sealed_interface_with_when(bus: EventBus) {
        val seen = CopyOnWriteArrayList<String>()
        bus.subscription("accounts")
            .on(Payment::class.java) { event ->
                seen +=
                    when (val payment = event.data()) {
                        is Received -> "received ${payment.amount}"
                        is Refused -> "refused: ${payment.reason}"
                    }
            }
            .subscribe()

        bus.publish(Received("o-1", 42))
        bus.publish(Refused("o-1", "no money"))

        assertThat(bus).handled(Payment::class.java).hasSize(2)
        assertThat(seen).containsExactly("received 42", "refused: no money")
    }

    @Test
    fun a_generic_class_is_read_by_a_type_token(bus: EventBus) {
        val seen = CopyOnWriteArrayList<Page<Line>>()
        bus.subscribe(EventDefinition.of("catalogue.page", object : TypeRef<Page<Line>>() {})) { seen += it.data() }

        bus.publish("catalogue.page", Page(listOf(Line("s-1", 2)), null))

        assertThat(bus).handled(Page::class.java).hasSize(1)
        assertThat(seen).containsExactly(Page(listOf(Line("s-1", 2)), null))
    }

    @Test
    fun a_class_that_is_no_data_class_works_too(
        bus: EventBus, received: Recorder<CustomerMoved>, published: PublishedEvents) {
        bus.publish(CustomerMoved("c-1", "Bern"))

        received.awaitCount(1)
        assertThat(received.data().single().city).isEqualTo("Bern")
        assertThat(published.of(CustomerMoved::class.java).single().key()).contains("c-1")
    }

    private fun json(document: String) =
        Event.builder("order.created", document.toByteArray()).dataContentType("application/json")
}
