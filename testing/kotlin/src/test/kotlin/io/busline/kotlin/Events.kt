package io.busline.kotlin

import io.busline.annotation.EventKey
import io.busline.annotation.EventType
import java.math.BigDecimal

@EventType("order.created")
data class OrderCreated(
    val note: String?,
    @EventKey val orderId: String,
    val amount: BigDecimal,
    val currency: String = "EUR",
    val lines: List<Line> = emptyList(),
)

data class Line(val sku: String, val count: Int = 1)

sealed interface Payment {
    val orderId: String
}

@EventType("payment.received")
data class Received(@EventKey override val orderId: String, val amount: Long) : Payment

@EventType("payment.refused")
data class Refused(@EventKey override val orderId: String, val reason: String) : Payment

@EventType("customer.moved")
class CustomerMoved(@field:EventKey val customerId: String, val city: String)

data class Page<T>(val items: List<T>, val next: String?)
