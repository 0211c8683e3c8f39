package io.busline.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.DecodingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Decoding ends in a value or in a DecodingException, whatever the bytes are. */
class JsonFuzzTest {
  private static final String[] SEEDS = {
    "{\"orderId\":\"o-1\",\"amount\":42.50,\"count\":3,\"at\":\"2026-01-31T12:00:00Z\","
        + "\"tags\":[\"a\",\"\\u00e9\"],\"note\":null,\"big\":12345678901234567890,\"more\":{\"k\":[1.5,true]}}",
    "[[],{},\"\\ud83d\\ude00\",-0.0,1E+5,null,true]",
    "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"a.b\",\"time\":\"2026-01-31T12:00:00Z\","
        + "\"ext\":1,\"datacontenttype\":\"application/json\",\"data\":{\"a\":[1,2.50,\"x\"]}}",
    "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"a.b\",\"data_base64\":\"TWE=\"}"
  };

  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "1",
    "-",
    ".",
    "e9",
    "1e999999999",
    "\\ud800",
    "\u00E9",
    "\uFEFF",
    " ",
    "\"data\":",
    "\"id\":\"2\",",
    "9".repeat(1_100),
    "[".repeat(80)
  };

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
  private final JsonEventFormat format = new JsonEventFormat();

  /**
   * Always the same; with {@code -Dfuzz.seconds=N}, new ones for so long. A test names its seed.
   */
  static LongStream seeds() {
    long seconds = Long.getLong("fuzz.seconds", 0);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    return seconds == 0
        ? LongStream.of(1, 2, 3)
        : new Random().longs().takeWhile(seed -> System.nanoTime() - end < 0);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void only_decoding_exceptions_are_thrown(long seed) {
    var random = new Random(seed);
    var targets =
        List.of(Order.class, Numbers.class, Map.class, JsonNode.class, Object.class, String.class);
    int decoded = 0;
    int refused = 0;
    for (int i = 0; i < 2_500; i++) {
      byte[] document = mutated(SEEDS[random.nextInt(SEEDS.length)], random);
      var target = targets.get(random.nextInt(targets.size()));
      if (isValue(document, bytes -> codec.decode(bytes, target))) {
        decoded++;
      } else {
        refused++;
      }
      isValue(document, format::read);
      isValue(document, format::readBatch);
    }
    assertThat(decoded).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void an_event_that_is_read_is_written_and_read_again() {
    var random = new Random(4);
    int events = 0;
    for (int i = 0; i < 2_500; i++) {
      byte[] document = mutated(SEEDS[2 + random.nextInt(2)], random);
      if (isValue(document, format::read)) {
        var event = format.read(document);
        var again = format.read(format.write(event));
        assertThat(again.withData("")).isEqualTo(event.withData(""));
        assertThat(inOneLine(again.data())).isEqualTo(inOneLine(event.data()));
        events++;
      }
    }
    assertThat(events).isGreaterThan(30);
  }

  private static String inOneLine(byte[] data) {
    return Json.text(data).replace('\n', ' ').replace('\r', ' ');
  }

  private static boolean isValue(byte[] document, Consumer<byte[]> reading) {
    try {
      reading.accept(document);
      return true;
    } catch (DecodingException e) {
      assertThat(e.getMessage()).hasSizeLessThan(1_000);
      return false;
    }
  }

  private static byte[] mutated(String seed, Random random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : Json.bytes(seed)) {
      bytes.add(b);
    }
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      int at = bytes.isEmpty() ? 0 : random.nextInt(bytes.size());
      switch (random.nextInt(5)) {
        case 0 -> bytes.set(at, (byte) random.nextInt(256));
        case 1 -> bytes.remove(at);
        case 2 -> bytes.subList(at, Math.min(bytes.size(), at + random.nextInt(20))).clear();
        case 3 -> bytes.addAll(at, List.copyOf(bytes.subList(at, bytes.size())));
        default -> insert(bytes, at, TOKENS[random.nextInt(TOKENS.length)]);
      }
      if (bytes.isEmpty()) {
        bytes.add((byte) '1');
      }
    }
    byte[] document = new byte[bytes.size()];
    for (int i = 0; i < document.length; i++) {
      document[i] = bytes.get(i);
    }
    return document;
  }

  private static void insert(List<Byte> bytes, int at, String token) {
    int i = at;
    for (byte b : Json.bytes(token)) {
      bytes.add(i++, b);
    }
  }
}
