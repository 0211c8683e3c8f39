package io.busline.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a process of the soak is told. It ends at once when nobody is there to tell it anything. */
final class Told {
  static final String SKEW = "skew ";
  static final String END = "end";

  private final SkewedTime time;
  private final CountDownLatch end = new CountDownLatch(1);

  private Told(SkewedTime time) {
    this.time = time;
  }

  /** Listens on a thread of its own. */
  static Told listening(SkewedTime time) {
    Told told = new Told(time);
    Thread thread = new Thread(told::listen, "told");
    thread.setDaemon(true);
    thread.start();
    return told;
  }

  private void listen() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(SKEW)) {
          time.skew(Long.parseLong(line.substring(SKEW.length())));
        } else if (line.equals(END)) {
          end.countDown();
        }
      }
    } catch (IOException e) {
      // As if nobody were there any more.
    }
    Runtime.getRuntime().halt(1);
  }

  /** Blocks for so long, or until it is told to end; true if it is. */
  boolean endsWithin(long millis) throws InterruptedException {
    return end.await(millis, TimeUnit.MILLISECONDS);
  }
}
