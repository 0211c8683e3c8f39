package io.busline.tck;

import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.OutboundMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Brokers that break one promise each. */
final class Lies {

  private Lies() {}

  static Broker losesAcknowledgements(Broker honest) {
    return consuming(
        honest,
        consumer ->
            new ForwardingConsumer(consumer) {
              @Override
              public void ack(Collection<? extends InboundMessage> done) {}
            });
  }

  static Broker neverRests(Broker honest) {
    return consuming(
        honest,
        consumer ->
            new ForwardingConsumer(consumer) {
              @Override
              public void poll(int max, long waitNanos, Inbox inbox) {
                super.poll(max, 0, inbox);
              }
            });
  }

  static Broker forgetsWhatWasNotAcknowledged(Broker honest) {
    return consuming(honest, Forgetful::new);
  }

  /** Settles whatever was delivered as soon as it is given back. */
  private static final class Forgetful extends ForwardingConsumer {
    private final Set<InboundMessage> held = new LinkedHashSet<>();

    Forgetful(BrokerConsumer consumer) {
      super(consumer);
    }

    @Override
    public void poll(int max, long waitNanos, Inbox inbox) {
      super.poll(max, waitNanos, each(inbox, message -> List.of(noted(message))));
    }

    private InboundMessage noted(InboundMessage message) {
      held.add(message);
      return message;
    }

    @Override
    public void release(Collection<? extends InboundMessage> messages) {
      super.ack(messages);
    }

    @Override
    public void close() {
      super.ack(held);
      super.close();
    }
  }

  static Broker reordersEachKey(Broker honest) {
    return consuming(
        honest,
        consumer ->
            new ForwardingConsumer(consumer) {
              @Override
              public void poll(int max, long waitNanos, Inbox inbox) {
                List<InboundMessage> arrived = new ArrayList<>();
                super.poll(max, waitNanos, each(inbox, message -> noted(arrived, message)));
                Collections.reverse(arrived);
                arrived.forEach(inbox::arrived);
              }
            });
  }

  private static List<InboundMessage> noted(List<InboundMessage> list, InboundMessage message) {
    list.add(message);
    return List.of();
  }

  static Broker deliversTwice(Broker honest) {
    return consuming(
        honest,
        consumer ->
            new ForwardingConsumer(consumer) {
              @Override
              public void poll(int max, long waitNanos, Inbox inbox) {
                super.poll(max, waitNanos, each(inbox, message -> List.of(message, message)));
              }
            });
  }

  static Broker bringsMoreThanWasAskedFor(Broker honest) {
    return consuming(
        honest,
        consumer ->
            new ForwardingConsumer(consumer) {
              @Override
              public void poll(int max, long waitNanos, Inbox inbox) {
                super.poll(max + 1, waitNanos, inbox);
              }
            });
  }

  static Broker keepsReleasedMessages(Broker honest) {
    return consuming(
        honest,
        consumer ->
            new ForwardingConsumer(consumer) {
              @Override
              public void release(Collection<? extends InboundMessage> messages) {}
            });
  }

  static Broker confirmsWhatItDoesNotStore(Broker honest) {
    AtomicInteger count = new AtomicInteger();
    return sending(
        honest,
        message -> {
          if (count.incrementAndGet() % 10 == 0) {
            message.stored(null, false);
            return null;
          }
          return message;
        });
  }

  static Broker answersTwice(Broker honest) {
    return sending(
        honest,
        message ->
            new Forwarded(message, message.event()) {
              @Override
              public void stored(@Nullable Object position, boolean duplicate) {
                super.stored(position, duplicate);
                super.stored(position, duplicate);
              }
            });
  }

  static Broker losesExtensions(Broker honest) {
    return sending(honest, message -> new Forwarded(message, withoutExtensions(message.event())));
  }

  private static Event<byte[]> withoutExtensions(Event<byte[]> event) {
    var builder = event.toBuilder();
    event.extensions().keySet().forEach(builder::withoutExtension);
    return builder.build();
  }

  static Broker ignoresGroups(Broker honest) {
    return opening(
        honest, spec -> new ConsumerSpec(null, spec.interests(), spec.start(), spec.ordering()));
  }

  static Broker alwaysBeginsWithTheOldest(Broker honest) {
    return opening(
        honest,
        spec ->
            new ConsumerSpec(
                spec.group(), spec.interests(), StartPosition.earliest(), spec.ordering()));
  }

  static Broker tellsALagItDoesNotDeclare(Broker honest) {
    return declaring(honest, capabilities -> capabilities.remove(Capability.LAG));
  }

  static Broker claimsToBeDurable(Broker honest) {
    return declaring(honest, capabilities -> capabilities.add(Capability.DURABLE));
  }

  static Broker throwsWhenClosed(Broker honest) {
    return new Connection(honest) {
      private boolean closed;

      @Override
      public void send(List<? extends OutboundMessage> messages) {
        if (closed) {
          throw new IllegalStateException("closed");
        }
        super.send(messages);
      }

      @Override
      public void close() {
        closed = true;
        super.close();
      }
    };
  }

  /** What becomes of one message on its way into an inbox. */
  private interface Delivery {
    List<InboundMessage> of(InboundMessage message);
  }

  private static Inbox each(Inbox inbox, Delivery delivery) {
    return new Inbox() {
      @Override
      public void arrived(InboundMessage message) {
        delivery.of(message).forEach(inbox::arrived);
      }

      @Override
      public void revoked(InboundMessage message) {
        inbox.revoked(message);
      }
    };
  }

  private static Broker consuming(Broker honest, UnaryOperator<BrokerConsumer> lie) {
    return new Connection(honest) {
      @Override
      public BrokerConsumer open(ConsumerSpec spec) {
        return lie.apply(super.open(spec));
      }
    };
  }

  private static Broker opening(Broker honest, UnaryOperator<ConsumerSpec> lie) {
    return new Connection(honest) {
      @Override
      public BrokerConsumer open(ConsumerSpec spec) {
        return super.open(lie.apply(spec));
      }
    };
  }

  /** What becomes of one message on its way out; null if nothing. */
  private interface Sending {
    @Nullable OutboundMessage of(OutboundMessage message);
  }

  private static Broker sending(Broker honest, Sending lie) {
    return new Connection(honest) {
      @Override
      public void send(List<? extends OutboundMessage> messages) {
        List<OutboundMessage> sent = new ArrayList<>();
        for (OutboundMessage message : messages) {
          OutboundMessage changed = lie.of(message);
          if (changed != null) {
            sent.add(changed);
          }
        }
        super.send(sent);
      }
    };
  }

  private static Broker declaring(Broker honest, Consumer<Set<Capability>> lie) {
    return new Connection(honest) {
      @Override
      public BrokerDescription description() {
        BrokerDescription truth = super.description();
        Set<Capability> capabilities = EnumSet.copyOf(truth.capabilities());
        lie.accept(capabilities);
        return new BrokerDescription(
            truth.name(),
            capabilities,
            truth.maxDataBytes(),
            truth.maxEnvelopeBytes(),
            truth.notes());
      }
    };
  }

  /** A message with another event. */
  private static class Forwarded implements OutboundMessage {
    private final OutboundMessage message;
    private final Event<byte[]> event;

    Forwarded(OutboundMessage message, Event<byte[]> event) {
      this.message = message;
      this.event = event;
    }

    @Override
    public String topic() {
      return message.topic();
    }

    @Override
    public Event<byte[]> event() {
      return event;
    }

    @Override
    public void stored(@Nullable Object position, boolean duplicate) {
      message.stored(position, duplicate);
    }

    @Override
    public void failed(Throwable cause) {
      message.failed(cause);
    }

    @Override
    public void unknown(Throwable cause) {
      message.unknown(cause);
    }
  }
}
