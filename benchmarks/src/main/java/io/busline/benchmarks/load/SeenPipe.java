package io.busline.benchmarks.load;

/**
 * A pipe whose orders are counted by what handles them.
 *
 * @param publishing publishes orders
 * @param handling counts what arrives
 */
public record SeenPipe(Publishing publishing, Handling handling) implements Pipe {
  @Override
  public void publish(Order order) throws Exception {
    publishing.publish(order);
  }

  @Override
  public void awaitConfirmed() throws Exception {
    publishing.awaitConfirmed();
  }

  @Override
  public long handled() {
    return handling.handled();
  }

  @Override
  public void close() {
    publishing.close();
  }
}
