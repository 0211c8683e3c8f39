package io.busline.cloudevents;

import static io.busline.cloudevents.Headers.FALLBACK;
import static io.busline.cloudevents.Headers.NO_FORMAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.DecodingException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading ends in an event or in a DecodingException, whatever the headers hold. */
class EnvelopeFuzzTest {
  private static final String[] NAMES = {
    "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema",
    "traceparent", "content-type", "Content-Type", "data", "", "UPPER", "a.b", "\u0130"
  };
  private static final String[] PREFIXES = {
    "ce-", "ce_", "cloudEvents_", "cloudEvents:", "CE-", ""
  };
  private static final String[] VALUES = {
    "1.0",
    "1",
    "shop",
    "order.created",
    "2026-01-31T12:00:00Z",
    "application/json",
    "application/cloudevents+json",
    "https://example.com",
    "%",
    "\"",
    "%E2%82%AC",
    "\uD800",
    ""
  };

  @ParameterizedTest
  @EnumSource
  void only_decoding_exceptions_are_thrown(HeaderBinding binding) {
    var random = new Random(7);
    int events = 0;
    for (int i = 0; i < 4_000; i++) {
      var reader = binding.reader();
      for (int h = random.nextInt(12); h > 0; h--) {
        header(reader, random);
      }
      try {
        reader.read(new byte[0], FALLBACK, NO_FORMAT);
        events++;
      } catch (DecodingException e) {
        assertThat(e).hasMessageMatching("(?s)(message|header|no format) .+");
      }
      assertThat(reader.salvage(new byte[0], FALLBACK)).isNotNull();
    }
    assertThat(events).isBetween(20, 3_980);
  }

  private static void header(EnvelopeReader reader, Random random) {
    String name = pick(PREFIXES, random) + pick(NAMES, random);
    String value = mutated(pick(VALUES, random), random);
    switch (random.nextInt(3)) {
      case 0 -> reader.header(name, value);
      case 1 -> reader.utf8Header(name, Headers.bytes(value));
      default -> reader.typedHeader(name, random.nextBoolean() ? value : random.nextLong());
    }
  }

  private static String mutated(String value, Random random) {
    if (random.nextInt(3) > 0) {
      return value;
    }
    int at = random.nextInt(value.length() + 1);
    return value.substring(0, at) + (char) random.nextInt(0x10000) + value.substring(at);
  }

  private static String pick(String[] values, Random random) {
    return values[random.nextInt(values.length)];
  }
}
