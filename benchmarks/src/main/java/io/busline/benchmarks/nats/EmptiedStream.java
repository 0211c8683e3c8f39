package io.busline.benchmarks.nats;

import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Subject;
import io.nats.client.Connection;
import io.nats.client.Nats;

/**
 * Throws away what a sample has left in a stream, off the clock: a run of large events would fill
 * gigabytes of the disk, and writing them back would disturb the samples of others.
 */
public final class EmptiedStream implements Subject {
  private final Subject subject;
  private final Connection connection;

  /**
   * Connects.
   *
   * @param subject fills the stream of orders, and is closed with this
   * @param url the server's, for its own client
   */
  public EmptiedStream(Subject subject, String url) throws Exception {
    this.subject = subject;
    connection = Nats.connect(url);
  }

  @Override
  public Sample sample() throws Exception {
    Sample sample = subject.sample();
    connection.jetStreamManagement().purgeStream(NatsClients.STREAM);
    return sample;
  }

  @Override
  public void close() {
    NatsClients.close(connection);
    subject.close();
  }
}
