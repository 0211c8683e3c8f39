package io.busline.shop.orders;

import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Orders over HTTP. */
@RestController
@RequestMapping("/orders")
class OrdersController {
  private final Orders orders;

  OrdersController(Orders orders) {
    this.orders = orders;
  }

  /**
   * What a customer wants.
   *
   * @param item what
   * @param quantity how many
   */
  record Purchase(String item, int quantity) {}

  /** The customer names the order, so that asking again is safe. */
  @PutMapping("/{id}")
  Order place(@PathVariable String id, @RequestBody Purchase purchase) {
    orders.place(id, purchase.item(), purchase.quantity());
    return orders.find(id).orElseThrow();
  }

  @GetMapping("/{id}")
  ResponseEntity<Order> order(@PathVariable String id) {
    return ResponseEntity.of(orders.find(id));
  }

  @GetMapping
  List<Order> all() {
    return orders.all();
  }
}
