package io.busline.benchmarks.load;

import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One server for a whole suite, because eight of them would be eight that are not quite idle.
 *
 * @param <S> the kind of server
 */
public final class SharedServer<S extends Server> {
  private final Supplier<S> starter;
  private @Nullable S server;
  private int users;

  public SharedServer(Supplier<S> starter) {
    this.starter = starter;
  }

  public static SharedServer<RabbitServer> rabbit() {
    return new SharedServer<>(() -> RabbitServer.start(Release.CURRENT));
  }

  /** The server, started for the first; whoever asks must {@link #leave}. */
  public synchronized S enter() {
    S running = server;
    if (running == null) {
      running = starter.get();
      server = running;
    }
    users++;
    return running;
  }

  /** The last one stops the server. */
  public synchronized void leave() {
    users--;
    if (users == 0 && server != null) {
      server.close();
      server = null;
    }
  }
}
