package io.busline.rabbitmq;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has the client call us back on the thread that reads the connection, which saves waking another
 * for each handful of messages. So what is called back must not wait, neither for the server nor
 * for anybody else: nothing would be read meanwhile. Safe for use by several threads.
 */
final class ReaderExecutor extends AbstractExecutorService {
  private volatile boolean ended;

  @Override
  public void execute(Runnable work) {
    work.run();
  }

  @Override
  public void shutdown() {
    ended = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    ended = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return ended;
  }

  @Override
  public boolean isTerminated() {
    return ended;
  }

  /** Nothing is ever under way that was handed in. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return ended;
  }
}
