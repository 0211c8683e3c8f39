package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.busline.EventBus;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What handlers publish in transactions while something happens to the broker. */
@Needs({Capability.TRANSACTIONS, Capability.GROUPS, Capability.REDELIVERY})
@MayWarn
abstract class TransactionFaultContract extends Contract {

  TransactionFaultContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @TestFactory
  @Behaviour({"X20", "W20"})
  Stream<DynamicTest> each_input_has_one_output_though() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Fault fault : scene().harness.faults()) {
      String run = "fault%d".formatted(tests.size());
      tests.add(dynamicTest(fault.name(), () -> billThrough(fault, run)));
    }
    return tests.stream();
  }

  private void billThrough(Fault fault, String run) throws InterruptedException {
    String input = type(run + ".created");
    String output = type(run + "bill.made");
    Traffic traffic = new Traffic(input);
    List<EventBus> buses = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      EventBus bus = scene().newBus(builder -> builder.publishTimeout(Duration.ofSeconds(3)));
      bus.subscription(scene().name(run))
          .onTransaction(
              input,
              byte[].class,
              (event, outputs) ->
                  outputs.publish(Scene.event(output, event.subject().orElseThrow(), event.id())))
          .concurrency(4)
          .prefetch(200)
          .subscribe();
      traffic.publishOn(bus);
      buses.add(bus);
    }
    traffic.awaitProgress(scene());

    Runnable end = fault.begin().get();
    scene().pass(fault.lasting());
    end.run();

    traffic.awaitProgress(scene());
    traffic.stop();
    Set<String> stored = traffic.stored();
    Journal invoices = everythingOf(output);
    scene().await("each input has its output", () -> invoices.hasAll(stored), traffic);
    assertThat(invoices.textsOfDistinct()).doesNotHaveDuplicates();
    buses.forEach(EventBus::close);
    assertThat(traffic.failed()).noneMatch(new HashSet<>(invoices.texts())::contains);
  }

  private Journal everythingOf(String type) {
    Journal journal = scene().journal("reader");
    EventBus bus = scene().newBus();
    bus.broadcast().from(StartPosition.earliest()).on(type, byte[].class, journal).subscribe();
    return journal;
  }
}
