package shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.math.BigDecimal;

@EventType("order.created")
public record OrderCreated(@EventKey String orderId, String userId, BigDecimal amount) {}
