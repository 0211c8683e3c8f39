package io.busline.simulation;

/** A handler at work on an event. Not a value: the same event may be with two workers. */
final class Attempt {
  private final HandOver handOver;
  private final Worker worker;

  Attempt(HandOver handOver, Worker worker) {
    this.handOver = handOver;
    this.worker = worker;
  }

  HandOver handOver() {
    return handOver;
  }

  Worker worker() {
    return worker;
  }

  Fate fate() {
    return handOver.fate;
  }
}
