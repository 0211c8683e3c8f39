package io.busline.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.Receipt;
import io.busline.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that publishes: of each of its keys one event at a time, the next once the one before
 * has its receipt or has surely failed. What nobody can tell is published again.
 */
final class Publishing {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A hundred events a second of eight keys, and time for others on a small machine. */
  private static final long PAUSE_MILLIS = 80;

  private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;

  /** How long it goes on at the end for what nobody could tell. */
  private static final int LAST_ROUNDS = 3;

  private final EventBus bus;
  private final Said said;
  private final String type;
  private final List<String> keys = new ArrayList<>();
  private final int[] numbers;

  private Publishing(EventBus bus, Said said, String type, List<String> keysAndNumbers) {
    this.bus = bus;
    this.said = said;
    this.type = type;
    this.numbers = new int[keysAndNumbers.size()];
    for (String each : keysAndNumbers) {
      String[] parts = each.split("=", 2);
      numbers[keys.size()] = Integer.parseInt(parts[1]);
      keys.add(parts[0]);
    }
  }

  /**
   * Publishes until it is told to end.
   *
   * @param args the URL, the type, and for each key {@code KEY=NUMBER} with its first number
   */
  public static void main(String[] args) throws InterruptedException {
    Said said = new Said();
    SkewedTime time = new SkewedTime();
    Told told = Told.listening(time);
    EventBus bus =
        EventBus.builder(args[0]).service("soak").time(time).publishTimeout(TIMEOUT).connect();
    Wellbeing.tell(bus, said);
    said.say(Line.Kind.READY, "");
    new Publishing(bus, said, args[1], List.of(args).subList(2, args.length)).run(told);
    bus.close();
    Runtime.getRuntime().halt(0);
  }

  private void run(Told told) throws InterruptedException {
    long pause = PAUSE_MILLIS;
    while (!told.endsWithin(pause)) {
      pause = round() ? PAUSE_MILLIS : PAUSE_AFTER_FAILURE_MILLIS;
    }
    for (int round = 0; round < LAST_ROUNDS && !round(); round++) {
      told.endsWithin(0);
    }
  }

  /** One event of each key; whether all were stored. */
  private boolean round() {
    List<Event<byte[]>> events = new ArrayList<>();
    for (int key = 0; key < numbers.length; key++) {
      String id = keys.get(key) + "." + numbers[key];
      events.add(
          Event.builder(type, ("data of " + id).getBytes(UTF_8))
              .id(id)
              .source("soak")
              .subject(keys.get(key))
              .build());
      said.say(Line.Kind.TRIED, id);
    }
    List<PublishOutcome> outcomes = bus.publishAll(events);
    boolean all = true;
    for (int key = 0; key < numbers.length; key++) {
      Line.Kind kind = kind(outcomes.get(key));
      said.say(new Line(kind, Line.now(), events.get(key).id(), why(outcomes.get(key))));
      numbers[key] += kind == Line.Kind.UNKNOWN ? 0 : 1;
      all &= outcomes.get(key).isStored();
    }
    return all;
  }

  private static Line.Kind kind(PublishOutcome outcome) {
    if (outcome instanceof PublishOutcome.Stored stored) {
      return saysNowhere(stored.receipt()) ? Line.Kind.NOWHERE : Line.Kind.STORED;
    }
    return outcome instanceof PublishOutcome.Failed ? Line.Kind.FAILED : Line.Kind.UNKNOWN;
  }

  private static String why(PublishOutcome outcome) {
    return outcome instanceof PublishOutcome.Failed failed
        ? String.valueOf(failed.cause().getMessage())
        : "";
  }

  private static boolean saysNowhere(Receipt receipt) {
    return receipt.position().filter(position -> position.startsWith("nowhere")).isPresent();
  }
}
