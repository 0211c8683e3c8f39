package io.busline.benchmarks;

import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import org.jspecify.annotations.Nullable;

/** One server for a whole suite, because eight of them would be eight that are not quite idle. */
final class SharedRabbit {
  private @Nullable RabbitServer server;
  private int users;

  /** The server's port; whoever asks must {@link #leave}. */
  synchronized int enter() {
    RabbitServer running = server;
    if (running == null) {
      running = RabbitServer.start(Release.CURRENT);
      server = running;
    }
    users++;
    return running.port();
  }

  /** The last one stops the server. */
  synchronized void leave() {
    users--;
    if (users == 0 && server != null) {
      server.close();
      server = null;
    }
  }
}
