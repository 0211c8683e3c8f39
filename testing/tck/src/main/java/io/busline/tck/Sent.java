package io.busline.tck;

import io.busline.event.Event;
import io.busline.spi.OutboundMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A message handed to a broker directly, and every answer the broker gave. */
final class Sent implements OutboundMessage {

  /** One answer. */
  enum Answer {
    STORED,
    DUPLICATE,
    FAILED,
    UNKNOWN
  }

  private final String topic;
  private final Event<byte[]> event;
  private final List<Answer> answers = new CopyOnWriteArrayList<>();

  Sent(String topic, Event<byte[]> event) {
    this.topic = topic;
    this.event = event;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public Event<byte[]> event() {
    return event;
  }

  @Override
  public void stored(@Nullable Object position, boolean duplicate) {
    answers.add(duplicate ? Answer.DUPLICATE : Answer.STORED);
  }

  @Override
  public void failed(Throwable cause) {
    answers.add(Answer.FAILED);
  }

  @Override
  public void unknown(Throwable cause) {
    answers.add(Answer.UNKNOWN);
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  @Override
  public String toString() {
    return Journal.text(event) + " " + answers;
  }
}
