package io.busline.fuzz;

import io.busline.error.DecodingException;

/**
 * Something that reads bytes or text of others. It reads them, or refuses them with an error of its
 * own; everything else that it throws is a finding, and so is what it costs beyond {@link Guard}'s
 * limits. Found by {@link java.util.ServiceLoader}; {@code KafkaHeadersTarget} is called {@code
 * kafka-headers}.
 */
public interface Target {
  /**
   * Reads an input, and uses what it means as the product does.
   *
   * @throws Exception if the input is refused, or something is found
   */
  void read(byte[] input) throws Exception;

  /** Whether an exception refuses the input, as a caller expects it. */
  default boolean isRefusal(Exception exception) {
    return exception instanceof DecodingException;
  }
}
