package io.busline.junit;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.memory.MemoryBroker;
import java.util.List;

/** A memory broker that has a URL, kept open for one test by a bus of its own. */
final class NamedMemory {
  /** More than a test has, and than anybody reads. */
  private static final int MOST_LETTERS = 1_000;

  /** With what comes behind it, well below what a name may have. */
  private static final int LONGEST = 150;

  private final String name;
  private final EventBus bus;

  /**
   * Opens the broker.
   *
   * @param test for people
   * @param id which test it is, among all
   */
  NamedMemory(String test, String id) {
    String readable = test.replaceAll("[^A-Za-z0-9_.-]", "-");
    this.name =
        readable.substring(0, Math.min(readable.length(), LONGEST))
            + "-"
            + Integer.toHexString(id.hashCode());
    this.bus = EventBus.builder(url()).withoutShutdownHook().connect();
  }

  String url() {
    return "memory:" + name;
  }

  List<DeadLetter> deadLetters() {
    return bus.deadLetters().list(DeadLetterQuery.all(), MOST_LETTERS);
  }

  /** Closes the broker; false if a bus of the test's is open on it. */
  boolean close() {
    bus.close();
    return !MemoryBroker.isOpen(name);
  }
}
