package io.busline.spi;

import io.busline.cloudevents.StructuredMode;
import io.busline.error.DecodingException;
import java.util.random.RandomGenerator;

/**
 * What a bus gives to the broker it opens.
 *
 * @param client a name for the connection, for the broker's own tools to show
 * @param time the only clock the broker may ask
 * @param random the only source of chance the broker may use
 * @param structured reads messages whose body is a whole event
 */
public record BrokerContext(
    String client, TimeSource time, RandomGenerator random, StructuredMode structured) {

  /**
   * For a broker that is used without a bus: no message is read whose body is a whole event.
   *
   * @param client a name for the connection, for the broker's own tools to show
   * @param time the only clock the broker may ask
   * @param random the only source of chance the broker may use
   */
  public BrokerContext(String client, TimeSource time, RandomGenerator random) {
    this(
        client,
        time,
        random,
        (mediaType, document) -> {
          throw new DecodingException(
              "message is a whole event in the format %s, and there is no bus to read it"
                  .formatted(mediaType));
        });
  }
}
