package io.busline.json;

import static io.busline.json.Json.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.busline.error.DecodingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A document takes a bounded amount of memory, whatever is in it. */
class JsonMemoryTest {
  private static final int BYTES = 1 << 20;

  private final JsonCodec codec = new JsonCodec();
  private final JsonEventFormat format = new JsonEventFormat();

  /** Arrays of what costs most, in as many pieces as fit or one more than may be. */
  static Stream<Named<byte[]>> costly() {
    return Stream.of(
        array("empty objects", 49_999, i -> "{}"),
        array("empty arrays", 49_999, i -> "[]"),
        array("objects of one member", 24_999, i -> "{\"a\":1}"),
        array("objects of other members", 24_999, i -> "{\"k" + i + "\":1}"),
        array("nothing", 99_998, i -> "null"),
        array("digits", 99_998, i -> "1"),
        array("fractions", 99_998, i -> "1.5"),
        array("short texts", 99_998, i -> "\"x\""),
        array("texts in other letters", 99_998, i -> "\"\u00fc\""),
        array("numbers of 1,000 digits", 1_040, i -> "9".repeat(1_000)),
        array("too many pieces", 200_000, i -> "{}"),
        Named.of("names", names(49_999)),
        Named.of("one long text", bytes('"' + "x".repeat(BYTES - 2) + '"')),
        Named.of("one long text of escapes", bytes('"' + "\\u00fc".repeat(BYTES / 6 - 2) + '"')),
        Named.of("one long text of emoji", bytes('"' + "😀".repeat(BYTES / 4 - 1) + '"')),
        Named.of("arrays within one another", bytes("[".repeat(64) + "]".repeat(64))),
        Named.of("too many arrays within one another", bytes("[".repeat(BYTES))),
        Named.of("spaces", bytes(" ".repeat(BYTES))));
  }

  private static Named<byte[]> array(String name, int pieces, IntFunction<String> piece) {
    return Named.of(
        name,
        bytes(
            IntStream.range(0, pieces).mapToObj(piece).collect(Collectors.joining(",", "[", "]"))));
  }

  private static byte[] names(int count) {
    return bytes(
        IntStream.range(0, count)
            .mapToObj(i -> "\"name" + i + "\":0")
            .collect(Collectors.joining(",", "{", "}")));
  }

  @ParameterizedTest
  @MethodSource("costly")
  void reading_takes_at_most_16_times_what_may_be_sent(byte[] document) {
    assertFrugal(() -> codec.decode(document, JsonNode.class));
    assertFrugal(() -> codec.decode(document, Object.class));
    assertFrugal(() -> codec.decode(document, Map.class));
  }

  @ParameterizedTest
  @MethodSource("costly")
  void reading_an_event_with_it_takes_no_more(byte[] document) {
    byte[] event =
        bytes(
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"a.b\",\"data\":%s}"
                .formatted(Json.text(document)));

    byte[] batch = bytes("[" + Json.text(event) + "]");

    assertFrugal(() -> format.read(event));
    assertFrugal(() -> format.readBatch(batch));
  }

  /**
   * The JDK's parser of fractions leaves that much behind for one, and begins anew for the next.
   */
  @Test
  void a_fraction_of_1_000_digits_takes_little_while_it_is_read() {
    byte[] document = bytes("0." + "9".repeat(990));

    assertThat(allocated(() -> codec.decode(document, Object.class))).isLessThan(64 << 10);
  }

  /** Nothing is ever decompressed, so there is no bomb. */
  @Test
  void compressed_bytes_are_bytes_that_are_not_json() throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(new byte[10 << 20]);
    }

    assertThatThrownBy(() -> codec.decode(compressed.toByteArray(), Object.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("not UTF-8");
  }

  private static void assertFrugal(Runnable reading) {
    assertThat(allocated(reading)).isLessThan(16L * BYTES);
  }

  /** The second time, so that what is made once is not counted. */
  private static long allocated(Runnable reading) {
    run(reading);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(reading);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static void run(Runnable reading) {
    try {
      reading.run();
    } catch (DecodingException e) {
      assertThat(e.getMessage()).hasSizeLessThan(300);
    }
  }
}
