package io.busline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs run and print what they say. */
class ExamplesTest {
  @TempDir private Path folder;

  private final PrintStream console = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(console);
  }

  @Test
  void hello_world_says_hello() throws Exception {
    HelloWorld.main(new String[0]);

    assertThat(printed()).isEqualToIgnoringNewLines("Hello, world!");
  }

  @Test
  void every_event_is_printed_the_old_ones_too() throws Exception {
    try (EventBus bus = EventBus.connect("memory:every-event")) {
      bus.publish("order.created", 1);
      Thread program =
          new Thread(
              () -> {
                try {
                  EveryEvent.main(new String[] {"memory:every-event"});
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      program.start();
      bus.publish("payment.completed", 2);
      while (printed().lines().count() < 2) {
        LockSupport.parkNanos(1_000_000);
      }
      program.interrupt();
      program.join();
    }

    assertThat(printed().lines()).containsExactly("order.created 1", "payment.completed 2");
  }

  @Test
  void orders_and_their_events_are_in_the_database_or_not_together() throws Exception {
    OrdersWithOutbox.main(new String[] {"memory:outbox", folder.resolve("shop.db").toString()});

    assertThat(printed().lines())
        .containsExactly("order o-2 was refused: out of stock", "invoice for o-1");
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
