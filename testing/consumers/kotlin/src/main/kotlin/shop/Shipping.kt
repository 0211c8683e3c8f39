package shop

import io.busline.EventBus
import io.busline.annotation.EventKey
import io.busline.annotation.EventType
import java.math.BigDecimal
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

@JvmRecord
@EventType("order.created")
data class OrderCreated(@get:EventKey val orderId: String, val userId: String, val amount: BigDecimal)

/** Publishes an order to the bus whose URL it is given, and ends well once it has been handled. */
object Shipping {
  @JvmStatic
  fun main(arguments: Array<String>) {
    val handled = CountDownLatch(1)
    EventBus.connect(arguments[0], "shipping").use { bus ->
      bus.subscribe(OrderCreated::class.java) { event ->
        println("handled ${event.data()}")
        handled.countDown()
      }
      bus.publish(OrderCreated("o-1", "u-7", BigDecimal("42.50")))
      check(handled.await(60, TimeUnit.SECONDS)) { "the order was not handled within a minute" }
    }
  }
}
