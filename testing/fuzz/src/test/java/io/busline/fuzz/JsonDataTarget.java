package io.busline.fuzz;

import io.busline.error.DecodingException;
import io.busline.event.TypeRef;
import io.busline.json.JsonCodec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An event's data as JSON, for classes of every kind. */
public final class JsonDataTarget implements Target {
  private static final List<Type> TYPES =
      List.of(
          Order.class,
          Numbers.class,
          Map.class,
          JsonNode.class,
          Object.class,
          String.class,
          new TypeRef<Page<Numbers>>() {}.type());

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

  record Page<T>(List<T> items, Map<String, T> byName) {}

  private final JsonCodec codec = new JsonCodec();

  @Override
  public void read(byte[] input) {
    DecodingException refusal = null;
    int read = 0;
    for (Type type : TYPES) {
      try {
        decode(input, type);
        read++;
      } catch (DecodingException e) {
        refusal = e;
      }
    }
    if (refusal != null && read == 0) {
      throw refusal;
    }
  }

  private void decode(byte[] input, Type type) {
    if (type instanceof ParameterizedType generic) {
      codec.decode(input, generic);
    } else {
      codec.decode(input, (Class<?>) type);
    }
  }
}
