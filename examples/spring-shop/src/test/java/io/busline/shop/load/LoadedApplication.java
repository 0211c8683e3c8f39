package io.busline.shop.load;

import io.busline.EventBus;
import io.busline.shop.OrderPlaced;
import io.busline.shop.OrderShipped;
import io.busline.spring.Subscribe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Writes down each order that it handles, and publishes an answer. It has no inbox. */
@SpringBootApplication
public class LoadedApplication {
  private static final long WORK_NANOS = 2_000_000;

  private final EventBus bus;
  private final Path file;

  LoadedApplication(EventBus bus, @Value("${load.file}") Path file) {
    this.bus = bus;
    this.file = file;
  }

  @Subscribe(concurrency = 4)
  void handle(OrderPlaced order) throws IOException {
    LockSupport.parkNanos(WORK_NANOS);
    bus.publish(new OrderShipped(order.orderId()));
    Files.writeString(
        file, order.orderId() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  public static void main(String[] arguments) {
    SpringApplication.run(LoadedApplication.class, arguments);
  }
}
