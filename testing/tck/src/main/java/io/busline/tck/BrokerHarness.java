package io.busline.tck;

import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import io.busline.spi.Capability;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What the kit must know about a broker, and do to it. One is made for each test and closed after
 * it. Used by several threads.
 */
public interface BrokerHarness extends AutoCloseable {

  /**
   * Where the broker is. It may be one that other tests use too, but must be the same during this
   * harness's life.
   *
   * @return a bus URL
   */
  String url();

  /**
   * What the author says the broker can do. The kit asserts that the broker itself says the same.
   *
   * @return the capabilities
   */
  Set<Capability> capabilities();

  /**
   * Opens one more connection to the same broker, as another process would. The kit closes it. By
   * default, the provider of the URL's scheme opens it.
   *
   * @param context what a bus provides
   * @return the connection
   */
  default Broker connect(BrokerContext context) {
    BusUrl url = BusUrl.parse(url());
    return ServiceLoader.load(BrokerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.schemes().contains(url.scheme()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no provider opens " + url.scheme() + ":"))
        .open(url, context);
  }

  /**
   * The clock of buses and broker.
   *
   * @return the machine's clock by default
   */
  default TimeSource time() {
    return TimeSource.system();
  }

  /**
   * Lets time go by: waits, or moves a clock that is moved by hand and gives threads a moment.
   *
   * @param time how much
   */
  default void elapse(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  /**
   * How long the kit waits for something that must happen, by the machine's clock. It costs time
   * only where something does not happen.
   *
   * @return 2 minutes by default, so that a busy machine fails no test
   */
  default Duration patience() {
    return Duration.ofMinutes(2);
  }

  /**
   * Ends all that the broker holds in memory, while nothing is connected to it. Called by {@link
   * BrokerFaultKit} between two lives of a service. Nothing by default, which is right for a broker
   * that lives in the service's own process.
   */
  default void restart() {}

  /**
   * Takes the broker out of reach of everything that is connected, at once.
   *
   * @return what brings it back; empty, with nothing done, if this harness has no way to do it
   */
  default Optional<Runnable> outage() {
    return Optional.empty();
  }

  /**
   * What else can happen to the broker, and must do no harm. {@link BrokerFaultKit} has each happen
   * in turn, to the same broker, while events flow.
   *
   * @return faults; none by default
   */
  default List<Fault> faults() {
    return List.of();
  }

  /**
   * Deletes what holds a topic's events, as an operator does by mistake, while services are
   * connected: a stream, an exchange, a topic of the broker's.
   *
   * @param topic a topic that has events
   * @return what deletes it, and blocks until that is done; empty if this harness has no way
   */
  default Optional<Runnable> deletion(String topic) {
    return Optional.empty();
  }

  /**
   * Stores a message of a plain client where events of a type are. It says by its content type,
   * {@code application/cloudevents+json}, that it is a whole event.
   *
   * @param type the type
   * @param body the message's body, which is no event
   * @return what stores it, and blocks until that is done; empty if this harness has no way
   */
  default Optional<Runnable> foreignMessage(String type, byte[] body) {
    return Optional.empty();
  }

  /**
   * Stores a message of a plain client, without headers, among the dead letters, of which there are
   * some.
   *
   * @return what stores it, and blocks until that is done; empty if this harness has no way
   */
  default Optional<Runnable> foreignLetter() {
    return Optional.empty();
  }

  /**
   * Has the broker refuse, at once, dead letters of more bytes than that, as an operator may set
   * it. There is a place for letters already.
   *
   * @param bytes how large a letter with its headers may be
   * @return what ends it; empty, with nothing done, if this harness has no way to do it
   */
  default Optional<Runnable> letterLimit(int bytes) {
    return Optional.empty();
  }

  /**
   * Has the broker refuse every dead letter, at once, for instance because there is no room. There
   * is a place for letters already.
   *
   * @return what ends it; empty, with nothing done, if this harness has no way to do it
   */
  default Optional<Runnable> refusedLetters() {
    return Optional.empty();
  }

  /**
   * Makes the broker take some tenths of a second for each answer, or for each write, at once.
   *
   * @return what ends it; empty, with nothing done, if this harness has no way to do it
   */
  default Optional<Runnable> slowness() {
    return Optional.empty();
  }

  /**
   * After how long a consumer that does nothing at all loses what it holds to another one.
   *
   * @return the time; empty if the broker has no such lease, or none short enough to wait for
   */
  default Optional<Duration> lease() {
    return Optional.empty();
  }

  /**
   * Whether topics can be there together whose names differ in nothing but a full stop for an
   * underscore.
   *
   * @return true by default; if false, the kit asserts that the second one is refused
   */
  default boolean keepsNearNamesApart() {
    return true;
  }

  /** Removes what the broker leaves behind. Nothing by default. */
  @Override
  default void close() {}
}
