package io.busline.soak;

import io.busline.EventBus;
import io.busline.Outputs;
import io.busline.RetryPolicy;
import io.busline.Signal;
import io.busline.SubscriptionBuilder;
import io.busline.event.Event;
import io.busline.event.Ordering;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A process that is an instance of a group. */
final class HandlingProcess {

  /** What false health is judged by must be longer than twice this. */
  private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(3);

  private static final RetryPolicy RETRY = RetryPolicy.fixed(4, Duration.ofMillis(200));

  /** The extension of a copy that names the event it is of. */
  private static final String COPY_OF = "copyof";

  private final Said said;
  private final Group.Role role;
  private final Set<String> stumbled = ConcurrentHashMap.newKeySet();

  private HandlingProcess(Said said, Group.Role role) {
    this.said = said;
    this.role = role;
  }

  /**
   * Handles until it is ended.
   *
   * @param args the URL, the group, its role, the type and the type of copies
   */
  public static void main(String[] args) throws InterruptedException {
    Said said = new Said();
    SkewedTime time = new SkewedTime();
    Told told = Told.listening(time);
    HandlingProcess process = new HandlingProcess(said, Group.Role.valueOf(args[2]));
    EventBus bus =
        EventBus.builder(args[0])
            .service("soak")
            .time(time)
            .publishTimeout(Publishing.TIMEOUT)
            .listener(process::hear)
            .connect();
    process.subscribe(bus, bus.subscription(args[1]), args[3], args[4]);
    Wellbeing.tell(bus, said);
    said.say(Line.Kind.READY, "");
    told.endsWithin(Long.MAX_VALUE);
  }

  private void hear(Signal signal) {
    if (signal instanceof Signal.DeadLettered dead) {
      said.say(Line.Kind.LETTER, dead.letter().event().id());
    }
  }

  private void subscribe(
      EventBus bus, SubscriptionBuilder subscription, String type, String copies) {
    subscription.handlerTimeout(HANDLER_TIMEOUT).retry(RETRY).concurrency(4);
    if (!bus.can(Capability.ORDER_PER_KEY)) {
      subscription.ordering(Ordering.NONE);
    }
    if (!bus.can(Capability.DEAD_LETTERS)) {
      subscription.discardFailed();
    }
    switch (role) {
      case COPYING ->
          subscription.onTransaction(
              type, byte[].class, (event, outputs) -> copy(event, outputs, copies));
      case READING_COPIES -> subscription.on(copies, byte[].class, this::readCopy);
      case STUMBLING, HANDLING -> subscription.on(type, byte[].class, this::handle);
    }
    subscription.subscribe();
  }

  private void handle(Event<byte[]> event) {
    stumble(event);
    said.say(Line.Kind.HANDLED, event.id());
  }

  private void copy(Event<byte[]> event, Outputs outputs, String copies) {
    stumble(event);
    outputs.publish(
        Event.builder(copies, event.data())
            .subject(event.subject().orElseThrow())
            .extension(COPY_OF, event.id()));
    said.say(Line.Kind.HANDLED, event.id());
  }

  private void readCopy(Event<byte[]> event) {
    String of = String.valueOf(event.extensions().get(COPY_OF));
    said.say(new Line(Line.Kind.HANDLED, Line.now(), of, event.id()));
  }

  private void stumble(Event<byte[]> event) {
    int number = Story.number(event.id());
    if (Group.isPoison(role, number)) {
      throw new IllegalStateException("this event fails for good, as is planned");
    }
    if (Group.failsOnce(role, number) && stumbled.add(event.id())) {
      throw new IllegalStateException("this event fails once, as is planned");
    }
  }
}
