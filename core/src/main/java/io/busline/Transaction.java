package io.busline;

import io.busline.spi.Output;
import java.util.ArrayList;
import java.util.List;

/** What one attempt at an event has published so far. */
final class Transaction implements Outputs {
  private final Publisher publisher;
  private final List<Output> outputs = new ArrayList<>();
  private boolean ended;

  Transaction(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void publish(Object event) {
    Output output = publisher.output(event);
    synchronized (this) {
      if (ended) {
        throw new IllegalStateException(
            "the handler has ended, and what belongs to its event is on its way. Publish before it returns");
      }
      outputs.add(output);
    }
  }

  /** Takes nothing more. */
  synchronized void end() {
    ended = true;
  }

  synchronized List<Output> outputs() {
    return List.copyOf(outputs);
  }

  /** It is stored. */
  void stored() {
    outputs().forEach(publisher::stored);
  }
}
