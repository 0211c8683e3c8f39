package io.busline.fuzz;

import io.busline.error.DecodingException;
import io.busline.json.JsonCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An event's data as JSON, for classes of every kind. */
public final class JsonDataTarget implements Target {
  private static final List<Class<?>> CLASSES =
      List.of(Order.class, Numbers.class, Map.class, JsonNode.class, Object.class, String.class);

  record Order(
      String orderId,
      BigDecimal amount,
      int count,
      Instant at,
      List<String> tags,
      Optional<String> note,
      BigInteger big,
      Map<String, Object> more) {}

  record Numbers(double number, List<Double> numbers, long whole, List<BigInteger> integers) {}

  private final JsonCodec codec = new JsonCodec();

  @Override
  public void read(byte[] input) {
    DecodingException refusal = null;
    int read = 0;
    for (Class<?> dataClass : CLASSES) {
      try {
        codec.decode(input, dataClass);
        read++;
      } catch (DecodingException e) {
        refusal = e;
      }
    }
    if (refusal != null && read == 0) {
      throw refusal;
    }
  }
}
