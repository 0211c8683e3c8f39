package io.busline.tck;

import io.busline.EventBus;
import io.busline.logs.AssertedWarnings;
import io.busline.logs.MayWarn;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One theme's tests. Gives each a scene, and sees to it that no thread outlives it and no warning
 * is logged that it does not foresee, except of what another test has left among the dead letters.
 */
@MayWarn("is no dead letter of Busline's")
@ExtendWith({AssertedWarnings.class, RefusalInstead.class})
abstract class Contract {
  private static final long THREADS_END_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Supplier<BrokerHarness> harnesses;
  private Set<Thread> threadsBefore;
  private Scene scene;

  Contract(Supplier<BrokerHarness> harnesses) {
    this.harnesses = harnesses;
  }

  @BeforeEach
  void open() {
    threadsBefore = threads();
    scene = new Scene(harnesses.get());
  }

  @AfterEach
  void close() throws InterruptedException {
    scene.close();
    requireThatThreadsEnd();
  }

  private void requireThatThreadsEnd() throws InterruptedException {
    long deadline = System.nanoTime() + THREADS_END_WITHIN_NANOS;
    Set<Thread> left = threads();
    left.removeAll(threadsBefore);
    for (Thread thread : left) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      if (thread.isAlive()) {
        throw new AssertionError(
            "thread %s outlives the test, at %s"
                .formatted(thread.getName(), Arrays.toString(thread.getStackTrace())));
      }
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("busline-"))
        .collect(Collectors.toSet());
  }

  Scene scene() {
    return scene;
  }

  EventBus bus() {
    return scene.bus();
  }

  String type(String name) {
    return scene.type(name);
  }
}
