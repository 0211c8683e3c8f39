package io.busline.cloudevents;

import static io.busline.cloudevents.Headers.FALLBACK;
import static io.busline.cloudevents.Headers.NO_FORMAT;
import static io.busline.cloudevents.Headers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContextHeadersTest {
  private static final String FIRST = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String LAST = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";

  @ParameterizedTest
  @EnumSource
  void a_foreign_message_with_them_alone_is_read_with_them(HeaderBinding binding) {
    EnvelopeReader reader =
        binding.reader().header("traceparent", FIRST).header("baggage", "user=7");

    assertThat(reader.read(new byte[0], FALLBACK, NO_FORMAT).extensions()).isEmpty();
    assertThat(reader.context()).isEqualTo(Map.of("traceparent", FIRST, "baggage", "user=7"));
  }

  @Test
  void the_last_of_several_counts() {
    EnvelopeReader reader =
        HeaderBinding.KAFKA
            .reader()
            .utf8Header("traceparent", bytes(FIRST))
            .utf8Header("traceparent", bytes(LAST));

    assertThat(reader.context()).containsEntry("traceparent", LAST);
  }

  @Test
  void the_case_of_names_counts_where_the_binding_says_so() {
    assertThat(HeaderBinding.NATS.reader().header("Traceparent", FIRST).context())
        .containsEntry("traceparent", FIRST);
    assertThat(HeaderBinding.KAFKA.reader().header("Traceparent", FIRST).context()).isEmpty();
  }

  @Test
  void what_is_wrong_with_them_makes_no_message_invalid() {
    EnvelopeReader reader =
        HeaderBinding.KAFKA
            .reader()
            .utf8Header("traceparent", new byte[] {(byte) 0xC3})
            .header("baggage", "x".repeat(8193))
            .header("tracestate", "");

    assertThat(reader.read(new byte[0], FALLBACK, NO_FORMAT).type()).isEqualTo("order.created");
    assertThat(reader.context()).isEmpty();
  }
}
