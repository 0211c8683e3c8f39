package io.busline.rabbitmq;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.Finding;
import io.busline.error.EventBusException;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.servers.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Does all that a bus does, with the client that its class loader has. It is given a URL, and
 * answers what did not go well; nothing if all did.
 */
public final class ClientProbe implements UnaryOperator<String> {
  private static final String TYPE = "order.created";
  private static final int EVENTS = 200;

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicBoolean failing = new AtomicBoolean(true);

  /** Called by the test, in another class loader. */
  public ClientProbe() {}

  @Override
  public String apply(String url) {
    try (EventBus bus = EventBus.connect(url, "probe")) {
      subscribe(bus);
      List<Event<byte[]>> events = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        events.add(
            Event.builder(TYPE, new byte[] {1}).id("e" + i).source("p").subject("k" + i).build());
      }
      if (!bus.publishAll(events).stream().allMatch(PublishOutcome::isStored)) {
        return "not all are stored";
      }
      DeadLetterQuery query = DeadLetterQuery.ofGroup("probe");
      Await.until("a letter", () -> bus.deadLetters().list(query, 9).size() == 1, () -> received);
      failing.set(false);
      bus.deadLetters().redrive(query, RedriveOptions.now());
      Await.until("all arrive", () -> received.size() == EVENTS, () -> received);
      Await.until("a broadcast gets all", () -> told.size() >= EVENTS, () -> told);
      if (bus.topics().isEmpty() || bus.groups().isEmpty()) {
        return "nothing is listed";
      }
      return String.join(
          "",
          bus.diagnose().stream()
              .filter(finding -> finding.severity() == Finding.Severity.FAILURE)
              .map(Finding::message)
              .toList());
    } catch (EventBusException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private void subscribe(EventBus bus) {
    bus.subscription("probe")
        .on(
            TYPE,
            byte[].class,
            event -> {
              if (event.id().equals("e7") && failing.get()) {
                throw new IllegalArgumentException("not yet");
              }
              received.add(event.id());
            })
        .retry(RetryPolicy.none())
        .subscribe();
    bus.broadcast()
        .on(TYPE, byte[].class, event -> told.add(event.id()))
        .from(StartPosition.earliest())
        .subscribe();
  }
}
