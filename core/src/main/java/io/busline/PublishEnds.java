package io.busline;

import io.busline.error.EventBusException;

/** Tells listeners and observers how publishes end. */
final class PublishEnds {

  private final Signals signals;

  PublishEnds(Signals signals) {
    this.signals = signals;
  }

  /** Whether there are observers. */
  boolean areObserved() {
    return signals.observers().isOn();
  }

  /** Somebody else has stored an event. */
  void stored(PendingPublish output) {
    PublishWatch watched = output.watch();
    if (watched != null || signals.isOn()) {
      Receipt receipt = new Receipt(output.event(), output.topic(), null, false);
      if (watched != null) {
        watched.stored(receipt);
      }
      signals.send(new Signal.Published(receipt));
    }
  }

  /** The broker's answer, or the deadline's, is on its way to the caller. */
  void settled(PendingPublish pending, Object outcome) {
    PublishWatch watched = pending.watch();
    if (watched != null) {
      watched.ended(outcome);
    }
    if (signals.isOn()) {
      signals.send(
          outcome instanceof Receipt receipt
              ? new Signal.Published(receipt)
              : new Signal.NotPublished(
                  pending.event().type(), pending.event().id(), (EventBusException) outcome));
    }
  }
}
