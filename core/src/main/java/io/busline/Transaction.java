package io.busline;

import io.busline.error.PublishFailedException;
import io.busline.spi.Output;
import java.util.ArrayList;
import java.util.List;

/** What one attempt at an event has published so far. */
final class Transaction implements Outputs {
  private final Publisher publisher;
  private final List<PendingPublish> outputs = new ArrayList<>();
  private boolean ended;

  Transaction(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void publish(Object event) {
    PendingPublish output = publisher.output(event);
    synchronized (this) {
      if (ended) {
        drop(output, "its handler had ended");
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
    return outputs.stream().map(o -> new Output(o.topic(), o.event(), o.headers())).toList();
  }

  /** It is stored. */
  synchronized void stored() {
    outputs.forEach(publisher::stored);
  }

  /** It is not stored, and will not be. */
  synchronized void dropped() {
    outputs.forEach(output -> drop(output, "the event that it belongs to was not handled"));
  }

  private static void drop(PendingPublish output, String why) {
    PublishWatch watch = output.watch();
    if (watch != null) {
      watch.failed(
          new PublishFailedException(
              "event %s of type %s was not stored, because %s"
                  .formatted(output.event().id(), output.event().type(), why)));
    }
  }
}
