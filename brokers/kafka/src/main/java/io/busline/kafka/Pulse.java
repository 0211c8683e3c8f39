package io.busline.kafka;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells a cluster that is away from one that is busy. Both answer late. But to the one that is away
 * there is no connection, or none on which anything comes within the time of a request.
 */
final class Pulse {

  /** What is in doubt is asked again: the client asks another server then, if there is one. */
  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Cluster cluster;

  Pulse(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Whether some server answers. Blocks until one has, or none will.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  boolean beats() throws InterruptedException {
    long start = System.nanoTime();
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger refusals = new AtomicInteger();
    int asked = 0;
    for (long waited = 0; waited < ClientProperties.REQUEST.toNanos(); ) {
      if (waited >= asked * ASK_AGAIN_NANOS) {
        ask(answer, refusals);
        asked++;
      }
      if (answer.await(GLANCE_NANOS, TimeUnit.NANOSECONDS)) {
        return true;
      }
      waited = System.nanoTime() - start;
      boolean isAlone = waited > Cluster.CONNECT_NANOS && cluster.connections() == 0;
      if (isAlone || refusals.get() == asked) {
        return false;
      }
    }
    return false;
  }

  private void ask(CountDownLatch answer, AtomicInteger refusals) {
    cluster
        .greet()
        .whenComplete(
            (nodes, failure) -> {
              if (failure == null) {
                answer.countDown();
              } else {
                refusals.incrementAndGet();
              }
            });
  }
}
