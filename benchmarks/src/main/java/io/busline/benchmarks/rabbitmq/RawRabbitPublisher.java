package io.busline.benchmarks.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Publishing;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/**
 * Publishes with the client used well: persistent, mandatory, and up to {@value #WINDOW}
 * unconfirmed at a time. Used by one thread.
 */
final class RawRabbitPublisher implements Publishing {

  /** With fewer, round trips limit the server; with more, it is no faster. */
  private static final int WINDOW = 4_096;

  private final Connection connection;
  private final Channel channel;
  private final String exchange;
  private final Runnable whenClosed;
  private final RawRabbitMessages messages = new RawRabbitMessages();
  private final Semaphore room = new Semaphore(WINDOW);
  private final Confirmed confirmed = new Confirmed();

  RawRabbitPublisher(RawRabbitQueue queue, Runnable whenClosed)
      throws IOException, TimeoutException {
    this.whenClosed = whenClosed;
    exchange = queue.exchange();
    connection = queue.connect();
    queue.declare(connection);
    channel = connection.createChannel();
    channel.confirmSelect();
    channel.addConfirmListener(confirmed);
    channel.addReturnListener(returned -> confirmed.failed = true);
  }

  @Override
  public void publish(Order order) throws Exception {
    room.acquire();
    channel.basicPublish(
        exchange, Order.TYPE, true, messages.properties(order), messages.body(order));
  }

  @Override
  public void awaitConfirmed() throws InterruptedException {
    room.acquire(WINDOW);
    room.release(WINDOW);
    if (confirmed.failed) {
      throw new IllegalStateException("an event was not stored");
    }
  }

  /** Counts what is confirmed, out of order and in bulk. On the connection's thread. */
  private final class Confirmed implements ConfirmListener {
    private final boolean[] ahead = new boolean[2 * WINDOW];
    private long upTo;
    private volatile boolean failed;

    @Override
    public void handleAck(long number, boolean multiple) {
      long before = upTo;
      if (multiple) {
        int more = 0;
        for (long each = before + 1; each <= number; each++) {
          more += take(each) ? 0 : 1;
        }
        upTo = Math.max(before, number);
        room.release(more);
      } else {
        ahead[place(number)] = true;
        room.release();
      }
      while (take(upTo + 1)) {
        upTo++;
      }
    }

    private int place(long number) {
      return (int) (number % ahead.length);
    }

    private boolean take(long number) {
      boolean was = ahead[place(number)];
      ahead[place(number)] = false;
      return was;
    }

    @Override
    public void handleNack(long number, boolean multiple) {
      failed = true;
      handleAck(number, multiple);
    }
  }

  @Override
  public void close() {
    connection.abort();
    whenClosed.run();
  }
}
