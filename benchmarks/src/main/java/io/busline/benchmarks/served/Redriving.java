package io.busline.benchmarks.served;

import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.RedriveReport;
import io.busline.RetryPolicy;
import io.busline.Signal;
import io.busline.admin.DeadLetterQuery;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Folder;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.harness.Work;
import io.busline.benchmarks.load.Busline;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.SharedServer;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.servers.KafkaServer;
import io.busline.servers.NatsServer;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a redrive costs for each letter, which is read, published again and removed. */
public final class Redriving {
  private static final int LETTERS = 10_000;
  private static final int KEYS = 1_000;
  private static final int BATCH = 1_000;
  private static final int DIE_WITHIN_SECONDS = 120;

  /** Each letter is a warning; kept, so that its level is. */
  private static final Logger LOG = Logger.getLogger("io.busline");

  private final Effort effort;

  private Redriving(Effort effort) {
    this.effort = effort;
    LOG.setLevel(Level.SEVERE);
  }

  public static List<Scenario> scenarios(Effort effort) {
    Redriving redriving = new Redriving(effort);
    return List.of(
        redriving.row("memory", () -> redriving.unserved(() -> "memory:" + UUID.randomUUID())),
        redriving.row("SQLite", redriving::file),
        redriving.served("JetStream", "jetstream", () -> NatsServer.start(Release.CURRENT)),
        redriving.served("RabbitMQ", "amqp", () -> RabbitServer.start(Release.CURRENT)),
        redriving.served("Kafka", "kafka", () -> KafkaServer.start(Release.CURRENT)));
  }

  private Scenario row(String broker, Scenario.Opening opening) {
    return Scenario.of(broker + ": redrive %,d letters".formatted(LETTERS), Unit.NANOS, opening);
  }

  private Subject unserved(Supplier<String> url) {
    return () -> redrive(url.get());
  }

  private Subject file() {
    return () -> {
      try (Folder folder = new Folder(effort.folder())) {
        return redrive("sqlite:" + folder.file());
      }
    };
  }

  private Scenario served(String broker, String scheme, Supplier<Server> starter) {
    SharedServer<Server> server = new SharedServer<>(starter);
    return row(
        broker,
        () -> {
          String url = scheme + "://" + server.enter().address();
          return new Subject() {
            @Override
            public Sample sample() throws Exception {
              return redrive(url);
            }

            @Override
            public void close() {
              server.leave();
            }
          };
        });
  }

  private Sample redrive(String url) throws Exception {
    int letters = effort.events(LETTERS);
    CountDownLatch dead = new CountDownLatch(letters);
    AtomicBoolean well = new AtomicBoolean();
    String name = "redriving" + UUID.randomUUID().toString().substring(0, 8);
    try (EventBus bus =
        EventBus.builder(url)
            .service("benchmarks")
            .listener(
                signal -> {
                  if (signal instanceof Signal.DeadLettered) {
                    dead.countDown();
                  }
                })
            .connect()) {
      bus.subscription(name)
          .on(
              name + ".order",
              byte[].class,
              event -> {
                if (!well.get()) {
                  throw new IllegalStateException("out of stock");
                }
              })
          .retry(RetryPolicy.none())
          .subscribe();
      publish(bus, name + ".order", letters);
      if (!dead.await(DIE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(dead.getCount() + " events are no letters yet");
      }
      well.set(true);
      return Work.perEvent(letters, () -> redriveAll(bus, name, letters));
    }
  }

  private static void publish(EventBus bus, String type, int events) {
    byte[] data = Order.bytes();
    for (int begin = 0; begin < events; begin += BATCH) {
      List<EventBuilder<byte[]>> batch = new ArrayList<>(BATCH);
      for (int i = begin; i < Math.min(events, begin + BATCH); i++) {
        batch.add(Event.builder(type, data).key("customer-" + i % KEYS));
      }
      Busline.publishAll(bus, batch);
    }
  }

  private static void redriveAll(EventBus bus, String group, int letters) {
    RedriveReport report =
        bus.deadLetters().redrive(DeadLetterQuery.ofGroup(group), RedriveOptions.now());
    if (report.redriven() != letters) {
      throw new IllegalStateException("%d letters, but %s".formatted(letters, report));
    }
  }
}
