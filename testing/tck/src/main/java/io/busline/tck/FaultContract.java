package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.busline.DrainReport;
import io.busline.EventBus;
import io.busline.Health;
import io.busline.logs.MayWarn;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Events flow while something happens to the broker. Afterwards everything goes on by itself; no
 * confirmed event is lost, none that failed is handled, each key is in order, and little comes
 * twice.
 */
@MayWarn
abstract class FaultContract extends Contract {
  private static final List<String> GROUPS = List.of("billing", "shipping");
  private static final int PREFETCH = 200;
  private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(3);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(20);

  FaultContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @TestFactory
  @Behaviour({"W20", "C09", "C10", "X01", "X02", "X03"})
  Stream<DynamicTest> events_go_on_safely_though() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Fault fault : scene().harness.faults()) {
      String type = type("fault%d.created".formatted(tests.size()));
      tests.add(dynamicTest(fault.name(), () -> goOnThrough(fault, type)));
    }
    return tests.stream();
  }

  private void goOnThrough(Fault fault, String type) throws InterruptedException {
    Traffic traffic = new Traffic(type);
    Interruptions interruptions = new Interruptions();
    List<EventBus> buses = List.of(newBus(interruptions), newBus(interruptions));
    buses.forEach(bus -> GROUPS.forEach(group -> subscribe(bus, group + type, traffic, type)));
    buses.forEach(traffic::publishOn);
    traffic.awaitProgress(scene());

    Runnable end = fault.begin().get();
    scene().pass(fault.lasting());
    end.run();

    traffic.awaitProgress(scene());
    traffic.stop();
    awaitHealth(buses);
    for (String group : GROUPS) {
      check(traffic, group + type, interruptions);
    }
    for (EventBus bus : buses) {
      DrainReport report = bus.drain(DRAIN_WITHIN);
      assertThat(report.isComplete()).as(report.toString()).isTrue();
    }
  }

  private EventBus newBus(Interruptions interruptions) {
    return scene()
        .newBus(
            builder ->
                builder
                    .publishTimeout(PUBLISH_WITHIN)
                    .closeTimeout(CLOSE_WITHIN)
                    .listener(interruptions));
  }

  private void subscribe(EventBus bus, String group, Traffic traffic, String type) {
    scene()
        .group(bus, group)
        .on(type, byte[].class, traffic.handler(group))
        .concurrency(4)
        .prefetch(PREFETCH)
        .subscribe();
  }

  private void awaitHealth(List<EventBus> buses) {
    for (EventBus bus : buses) {
      scene()
          .await(
              "all is well again",
              () -> bus.health().status() == Health.Status.UP,
              new Object() {
                @Override
                public String toString() {
                  return bus.health().toString();
                }
              });
    }
  }

  private void check(Traffic traffic, String group, Interruptions interruptions) {
    if (scene().can(Capability.REDELIVERY) && scene().can(Capability.GROUPS)) {
      scene()
          .await(
              "every stored event is handled", () -> traffic.hasHandledAllStored(group), traffic);
      assertThat(traffic.doubles(group))
          .as("doubles in %s", group)
          .isLessThanOrEqualTo(PREFETCH * Math.max(2, interruptions.of(scene().name(group))));
    }
    traffic.assertHonest(group);
    if (scene().can(Capability.ORDER_PER_KEY)) {
      traffic.assertOrdered(group);
    }
  }
}
