package io.busline;

import io.busline.codec.Codec;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.event.Names;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds an {@link EventBus} with options. Each has a default that is safe. For one thread. */
public final class EventBusBuilder {
  private final BrokerSource source;
  private final List<Codec> codecs = new ArrayList<>();
  private final List<Interceptor> interceptors = new ArrayList<>();
  private final List<Observer> observers = new ArrayList<>();
  private final List<Upcaster.Wanted<?, ?>> upcasters = new ArrayList<>();
  private @Nullable EventBusListener listener;
  private @Nullable String service;
  private TimeSource time = TimeSource.system();
  private RandomGenerator random = new Random();
  private Duration publishTimeout = Duration.ofSeconds(30);
  private Duration closeTimeout = Duration.ofSeconds(10);
  private boolean shutdownHook = true;
  private int maxInFlight = 10_000;
  private long maxInFlightBytes = 64L * 1024 * 1024;

  EventBusBuilder(BrokerSource source) {
    this.source = source;
  }

  /**
   * Names the service: the source of what it publishes, and the beginning of its groups' names.
   *
   * @param name the name; needed for subscriptions without a group of their own
   * @return this builder
   * @throws io.busline.error.InvalidEventException if the name is outside the grammar
   */
  public EventBusBuilder service(String name) {
    service = Names.require("service", name);
    return this;
  }

  /**
   * Adds a codec before those found on the class path.
   *
   * @param codec the codec
   * @return this builder
   */
  public EventBusBuilder codec(Codec codec) {
    codecs.add(codec);
    return this;
  }

  /**
   * Makes events that were published with an earlier version of their data readable as a later one.
   * A subscription to the later class receives them as if they had been published with it, also
   * when they come back from being a dead letter. Data that is several versions old goes through
   * one upcaster after another.
   *
   * <pre>{@code
   * @EventType("order.created")
   * record OrderCreatedV1(String orderId, double amount) {}
   *
   * @EventType(value = "order.created", version = 2)
   * record OrderCreated(String orderId, BigDecimal amount, String currency) {}
   *
   * builder.upcaster(
   *     OrderCreatedV1.class,
   *     OrderCreated.class,
   *     old -> new OrderCreated(old.orderId(), BigDecimal.valueOf(old.amount()), "EUR"));
   * }</pre>
   *
   * @param from the class of the earlier version
   * @param to the class of the later version, of the same event type
   * @param upcast makes the later data; what it throws makes the event a dead letter
   * @param <A> the earlier class
   * @param <B> the later class
   * @return this builder; {@link #connect} refuses classes that are not two versions of one type
   */
  public <A, B> EventBusBuilder upcaster(
      Class<A> from, Class<B> to, Function<? super A, ? extends B> upcast) {
    upcasters.add(new Upcaster.Wanted<>(from, to, upcast));
    return this;
  }

  /**
   * Adds an interceptor, inside those added before it.
   *
   * @param interceptor sees every publish and every handling
   * @return this builder
   */
  public EventBusBuilder interceptor(Interceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  /**
   * Sets the one listener through which metrics, tracing and tools observe the bus.
   *
   * @param newListener the listener; it must be fast, and what it throws changes nothing
   * @return this builder
   */
  public EventBusBuilder listener(EventBusListener newListener) {
    listener = newListener;
    return this;
  }

  /**
   * Adds an observer, for traces and metrics.
   *
   * @param observer an observer of this bus alone; what it throws changes nothing
   * @return this builder
   */
  public EventBusBuilder observer(Observer observer) {
    observers.add(observer);
    return this;
  }

  /**
   * Sets the clock, for tests that move time by hand.
   *
   * @param newTime the clock; by default the machine's
   * @return this builder
   */
  public EventBusBuilder time(TimeSource newTime) {
    time = newTime;
    return this;
  }

  /**
   * Sets the source of chance, for ids and jitter.
   *
   * @param newRandom safe for use by several threads
   * @return this builder
   */
  public EventBusBuilder random(RandomGenerator newRandom) {
    random = newRandom;
    return this;
  }

  /**
   * Sets how long a publish may take, waiting for room included, before it ends as failed or
   * unknown.
   *
   * @param timeout above zero; 30 s by default
   * @return this builder
   */
  public EventBusBuilder publishTimeout(Duration timeout) {
    publishTimeout = Bounds.positive("publishTimeout", timeout);
    return this;
  }

  /**
   * Sets how long {@link EventBus#close()} may take.
   *
   * @param timeout above zero; 10 s by default
   * @return this builder
   */
  public EventBusBuilder closeTimeout(Duration timeout) {
    closeTimeout = Bounds.positive("closeTimeout", timeout);
    return this;
  }

  /**
   * Leaves it to the application to close the bus when the process is told to end, by SIGTERM or
   * {@link System#exit}. By default a shutdown hook does, so that other instances take over the
   * group's events at once, and not when the broker has missed this one for long enough. A
   * framework that ends its parts in an order of its own is better without the hook.
   *
   * @return this builder
   */
  public EventBusBuilder withoutShutdownHook() {
    shutdownHook = false;
    return this;
  }

  /**
   * Bounds what is published and not yet confirmed. At either bound publishing waits. A single
   * event larger than the second is let through alone.
   *
   * @param events 10,000 by default
   * @param bytes of encoded data, 64 MiB by default
   * @return this builder
   */
  public EventBusBuilder maxInFlight(int events, long bytes) {
    if (events < 1 || events > InFlight.MAX_EVENTS || bytes < 1 || bytes > InFlight.MAX_BYTES) {
      throw new ConfigurationException(
          "maxInFlight(%d, %d) is out of bounds: 1 to %d events and 1 to %d bytes"
              .formatted(events, bytes, InFlight.MAX_EVENTS, InFlight.MAX_BYTES));
    }
    maxInFlight = events;
    maxInFlightBytes = bytes;
    return this;
  }

  /**
   * Connects.
   *
   * @return the bus, ready
   * @throws ConfigurationException if the URL is wrong or no module on the class path knows it, a
   *     module is on the class path in two versions, or an upcaster is impossible
   * @throws BrokerException if the broker cannot be reached
   */
  public EventBus connect() {
    BusSettings settings =
        new BusSettings(
            service, publishTimeout, closeTimeout, maxInFlight, maxInFlightBytes, time, random);
    Formats formats = new Formats();
    // It takes as long as connecting to a broker does, so each is done beside the other.
    Loading<DataReader> reader =
        Loading.of(
            () -> {
              formats.load();
              return reader();
            });
    ContentMode mode = source.contentMode(formats);
    Broker broker = open(new BrokerContext(settings.sourceName(), time, random, formats), reader);
    try {
      ConnectedBus bus =
          new ConnectedBus(
              source,
              broker,
              settings,
              reader.get(),
              mode,
              List.copyOf(interceptors),
              new Signals(listener, new Observers(observers)));
      return shutdownHook ? bus.closedWithProcess() : bus;
    } catch (RuntimeException | Error e) {
      if (source.isOwned()) {
        broker.close();
      }
      throw e;
    }
  }

  private Broker open(BrokerContext context, Loading<?> reader) {
    try {
      return source.open(context);
    } catch (BrokerException e) {
      // What is wrong with the configuration is wrong whether or not the broker is there.
      reader.get();
      throw e;
    }
  }

  private DataReader reader() {
    SingleVersion.require(EventBus.class);
    List<Codec> all = new ArrayList<>(codecs);
    ServiceLoader.load(Codec.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Codec::mediaType))
        .forEach(all::add);
    all.forEach(codec -> SingleVersion.require(codec.getClass()));
    Codecs known = new Codecs(all);
    return new DataReader(known, upcasters.stream().map(u -> u.resolve(known)).toList());
  }
}
