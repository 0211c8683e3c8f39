package io.busline.spring.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The first lines of the guide, and one property, are an application. */
@ExtendWith(OutputCaptureExtension.class)
class HelloTest {
  @TempDir Path folder;

  @Test
  void eight_lines_and_a_property_handle_an_event(CapturedOutput output) {
    try (ConfigurableApplicationContext shop =
        SpringApplication.run(
            Shop.class,
            "--busline.url=sqlite:" + folder.resolve("orders.db"),
            "--spring.application.name=shop",
            "--spring.main.web-application-type=none",
            "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")) {
      EventBus bus = shop.getBean(EventBus.class);
      bus.publish(new OrderCreated("o-1"));

      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!output.getOut().contains("shipping o-1") && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(output.getOut()).contains("shipping o-1");
      assertThat(bus.subscriptions().get(0).group()).contains("shop.order.created");
    }
  }
}
