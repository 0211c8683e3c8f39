package io.busline.junit;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.testkit.TestBroker;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/**
 * Assertions about the broker of a bus: what all buses on it have published and handled. Each first
 * waits until the broker is quiet, as {@link TestBroker#settle()} does, and fails if it does not
 * become so. A failure says what was seen instead.
 */
public final class EventBusAssert extends AbstractAssert<EventBusAssert, EventBus> {

  EventBusAssert(EventBus bus) {
    super(bus, EventBusAssert.class);
  }

  /**
   * Asserts that events with data of a class were published.
   *
   * @param dataClass the class, or an interface of several
   * @param <T> the type of the data
   * @return assertions about the data, in the order in which it was published; never empty
   * @throws AssertionError if there is none
   */
  public <T> ListAssert<T> published(Class<T> dataClass) {
    TestBroker broker = settled();
    List<T> data = broker.published().data(dataClass);
    if (data.isEmpty()) {
      failWithMessage(
          "expected a published %s, but published is: %s",
          dataClass.getSimpleName(), broker.published());
    }
    return Assertions.assertThat(data).as("published " + dataClass.getSimpleName());
  }

  /**
   * Asserts that no event with data of a class was published.
   *
   * @param dataClass the class, or an interface of several; {@code Object.class} for any event
   * @return this
   * @throws AssertionError if there is one
   */
  public EventBusAssert notPublished(Class<?> dataClass) {
    TestBroker broker = settled();
    if (!broker.published().of(dataClass).isEmpty()) {
      failWithMessage(
          "expected no published %s, but published is: %s",
          dataClass.getSimpleName(), broker.published());
    }
    return this;
  }

  /**
   * Asserts that events with data of a class were handled: a handler returned, and the event was
   * acknowledged.
   *
   * @param dataClass the class, or an interface of several
   * @param <T> the type of the data
   * @return assertions about the data, in the order in which it was acknowledged, once for each
   *     group; never empty
   * @throws AssertionError if there is none
   */
  public <T> ListAssert<T> handled(Class<T> dataClass) {
    TestBroker broker = settled();
    List<T> data = broker.handled().data(dataClass);
    if (data.isEmpty()) {
      failWithMessage(
          "expected a handled %s, but handled is: %s\nPublished is: %s\nDead letters: %s",
          dataClass.getSimpleName(),
          broker.handled(),
          broker.published(),
          Letters.inWords(broker.deadLetters()));
    }
    return Assertions.assertThat(data).as("handled " + dataClass.getSimpleName());
  }

  /**
   * Asserts that no event with data of a class was handled.
   *
   * @param dataClass the class, or an interface of several; {@code Object.class} for any event
   * @return this
   * @throws AssertionError if there is one
   */
  public EventBusAssert notHandled(Class<?> dataClass) {
    TestBroker broker = settled();
    if (!broker.handled().data(dataClass).isEmpty()) {
      failWithMessage(
          "expected no handled %s, but handled is: %s",
          dataClass.getSimpleName(), broker.handled());
    }
    return this;
  }

  /**
   * Asserts that no event was given up.
   *
   * @return this
   * @throws AssertionError if there is a dead letter
   */
  public EventBusAssert noDeadLetters() {
    List<DeadLetter> letters = settled().deadLetters();
    if (!letters.isEmpty()) {
      failWithMessage("expected no dead letters, but there are: %s", Letters.inWords(letters));
    }
    return this;
  }

  /**
   * Goes on to the dead letters. The test still has to {@linkplain ExpectsDeadLetters expect} them.
   *
   * @return assertions about the dead letters of all groups, in the order in which they died
   */
  public ListAssert<DeadLetter> deadLetters() {
    return Assertions.assertThat(settled().deadLetters()).as("dead letters");
  }

  private TestBroker settled() {
    isNotNull();
    TestBroker broker = TestBroker.of(actual);
    broker.settle();
    return broker;
  }
}
