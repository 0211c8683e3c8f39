package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything at once: several publishers, groups, instances and keys; large events among small
 * ones; then failures, comings and goings, outages. No loss, no phantom, order by key, and no
 * double without a fault.
 */
@Needs({Capability.GROUPS, Capability.REDELIVERY, Capability.ORDER_PER_KEY})
abstract class WorkloadContract extends Contract {
  private static final List<String> GROUPS = List.of("billing", "shipping");
  private static final EventHandler<byte[]> WELL = event -> {};

  private Workload workload;

  WorkloadContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @BeforeEach
  void prepare() {
    workload = new Workload(type("order.created"));
  }

  @Test
  @Behaviour({"W03", "W12", "W13", "C03", "C05", "C06", "D05", "D06"})
  void in_quiet_times_every_group_handles_every_event_once_in_order() {
    List<EventBus> buses = List.of(scene().newBus(), scene().newBus(), scene().newBus());
    for (EventBus bus : buses) {
      GROUPS.forEach(group -> subscribe(bus, group, WELL));
    }

    workload.publish(buses);

    awaitAllHandled();
    buses.forEach(EventBus::close);
    for (String group : GROUPS) {
      workload.assertOrderedAndGenuine(group);
      assertThat(workload.doubles(group)).as("doubles in %s", group).isZero();
    }
  }

  @Test
  @Needs(Capability.DEAD_LETTERS)
  @Behaviour({"C01", "C06", "W05", "X04", "X05", "C30"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 8, orMore = true)
  void while_handlers_fail_every_event_is_handled_in_order_or_becomes_a_dead_letter() {
    Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    EventHandler<byte[]> failing =
        event -> {
          boolean unlucky = Math.floorMod(event.id().hashCode(), 20) == 0;
          if (isPoison(event) || (unlucky && failedOnce.add(event.id()))) {
            throw new InjectedFailure();
          }
        };
    List<EventBus> buses = List.of(scene().newBus(), scene().newBus());
    for (EventBus bus : buses) {
      subscribe(bus, "billing", failing);
      subscribe(bus, "shipping", WELL);
    }

    workload.publish(buses);

    int poisonous = Workload.KEYS / 8;
    scene()
        .await(
            "all but the poison is handled",
            () -> workload.distinct("billing") == Workload.EVENTS - poisonous,
            workload);
    assertThat(scene().awaitLetters(bus(), "billing", poisonous))
        .allMatch(letter -> isPoison(letter.event()) && letter.attempts() == 3);
    scene()
        .await(
            "the other group handles all",
            () -> workload.distinct("shipping") == Workload.EVENTS,
            workload);
    GROUPS.forEach(workload::assertOrderedAndGenuine);
    DeadLetterQuery other = DeadLetterQuery.ofGroup(scene().name("shipping"));
    assertThat(bus().deadLetters().list(other, 10)).isEmpty();
  }

  /** The fifth event of one key in eight. */
  private static boolean isPoison(Event<?> event) {
    return Workload.number(event) == 5 && Workload.key(event) % 8 == 0;
  }

  @Test
  @Behaviour({"C08", "C11", "W10", "X17", "X11"})
  void while_instances_come_and_go_nothing_is_lost_and_each_key_stays_in_order() {
    EventBus stable = scene().newBus();
    GROUPS.forEach(group -> subscribe(stable, group, WELL));
    AtomicBoolean published = new AtomicBoolean();

    Together.run(
        List.of(
            () -> {
              workload.publish(List.of(stable));
              published.set(true);
            },
            () -> comeAndGoUntil(published)));

    awaitAllHandled();
    GROUPS.forEach(workload::assertOrderedAndGenuine);
  }

  private void comeAndGoUntil(AtomicBoolean end) {
    for (int visit = 0; visit < 5 || !end.get(); visit++) {
      EventBus guest = scene().newBus();
      List<Subscription> subscriptions = new ArrayList<>();
      GROUPS.forEach(group -> subscriptions.add(subscribe(guest, group, WELL)));
      scene().pass(Duration.ofMillis(10));
      if (visit % 2 == 0) {
        guest.close();
      } else {
        subscriptions.forEach(subscription -> subscription.drain(Duration.ofSeconds(5)));
      }
    }
  }

  @Test
  @Behaviour({"W20", "C09", "X01", "X02"})
  @MayWarn
  void through_outages_nothing_that_was_confirmed_is_lost() {
    Runnable back = scene().outage();
    back.run();
    List<EventBus> buses = List.of(scene().newBus(), scene().newBus());
    for (EventBus bus : buses) {
      GROUPS.forEach(group -> subscribe(bus, group, WELL));
    }

    Together.run(List.of(() -> workload.publish(buses), this::cutThreeTimes));

    awaitAllHandled();
    GROUPS.forEach(workload::assertOrderedAndGenuine);
  }

  private void cutThreeTimes() {
    for (int i = 0; i < 3; i++) {
      Runnable back = scene().outage();
      scene().pass(Duration.ofMillis(30));
      back.run();
      scene().pass(Duration.ofMillis(30));
    }
  }

  private Subscription subscribe(EventBus bus, String group, EventHandler<byte[]> before) {
    return scene()
        .group(bus, group)
        .on(type("order.created"), byte[].class, workload.handler(group, before))
        .concurrency(4)
        .retry(RetryPolicy.fixed(3, Duration.ofMillis(10)))
        .subscribe();
  }

  private void awaitAllHandled() {
    scene()
        .await(
            "every group handles everything",
            () -> GROUPS.stream().allMatch(group -> workload.distinct(group) == Workload.EVENTS),
            workload);
  }
}
