package io.busline;

import io.busline.spi.Broker;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A publisher without a bus. */
final class PublisherOf {
  private PublisherOf() {}

  static Publisher broker(Broker broker, Watch watch) {
    Duration timeout = Duration.ofSeconds(1);
    BusSettings settings =
        new BusSettings("tests", timeout, timeout, 10, 10_000, TimeSource.system(), new Random());
    Composer composer =
        new Composer(
            settings,
            new Codecs(List.of()),
            ContentMode.BINARY,
            List.of(),
            broker.description(),
            Observers.NONE);
    return new Publisher(broker, settings, composer, new Signals(null, Observers.NONE), watch);
  }
}
