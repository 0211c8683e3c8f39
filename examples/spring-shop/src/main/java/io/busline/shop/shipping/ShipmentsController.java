package io.busline.shop.shipping;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shipments over HTTP. */
@RestController
class ShipmentsController {
  private final Shipments shipments;

  ShipmentsController(Shipments shipments) {
    this.shipments = shipments;
  }

  @GetMapping("/shipments")
  List<Shipment> all() {
    return shipments.all();
  }
}
