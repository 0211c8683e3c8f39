package io.busline.benchmarks;

/**
 * Publishes as fast as it is taken, and stops the clock when all of it is confirmed. Nobody reads;
 * what was published is removed between samples.
 */
final class PublishOnly implements Subject {
  private final Publishing publishing;
  private final Work remove;
  private final long nanos;
  private int number;

  PublishOnly(Publishing publishing, Work remove, long nanos) {
    this.publishing = publishing;
    this.remove = remove;
    this.nanos = nanos;
  }

  @Override
  public Sample sample() throws Exception {
    long events = 0;
    long start = System.nanoTime();
    for (; System.nanoTime() - start < nanos; events++) {
      publishing.publish(Order.number(number++));
    }
    publishing.awaitConfirmed();
    double rate = events * 1e9 / (System.nanoTime() - start);
    remove.run();
    return Sample.of(rate);
  }

  @Override
  public void close() {
    publishing.close();
  }
}
