package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.cloudevents.HeaderBinding;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import io.busline.spi.Parameters;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anybody may write into the stream of dead letters, and anything may have to be one. */
class LetterHeadersTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Messages MESSAGES =
      new Messages(
          HeaderBinding.AMQP,
          (mediaType, document) -> {
            throw new DecodingException("no format");
          },
          NativeOptions.read(Parameters.of("amqp", Map.of())));

  private static final Event<byte[]> EVENT =
      Event.builder("order.created", new byte[0]).id("1").source("shop").build();

  private static DeadLetter letter(Event<byte[]> event) {
    return new DeadLetter(
        "letter-1", "shipping", "order", event, Reason.HANDLER_FAILED, "it broke", 3, NOON, NOON);
  }

  @ParameterizedTest
  @CsvSource({
    "busline-reason, TOO_OLD",
    "busline-reason,",
    "busline-group,",
    "busline-attempts, many",
    "busline-dead-at, yesterday",
    "busline-letter,"
  })
  void an_entry_with_a_value_that_none_of_ours_has_is_no_letter(String name, String value) {
    Map<String, Object> headers =
        new HashMap<>(LetterHeaders.write(letter(EVENT), MESSAGES).getHeaders());
    assertThat(LetterHeaders.read(headers, EVENT)).isEqualTo(letter(EVENT));

    headers.put(name, value);

    assertThat(LetterHeaders.read(headers, EVENT)).isNull();
  }

  @Test
  void a_content_type_that_has_come_as_a_header_is_kept_in_one_however_long_it_is() {
    String contentType = "text/plain; note=" + "x".repeat(300);
    Event<byte[]> event = EVENT.withContentType(contentType);

    BasicProperties written = LetterHeaders.write(letter(event), MESSAGES);

    Delivery entry = new Delivery(new Envelope(1, false, "", "any"), written, event.data());
    assertThat(written.getContentType()).isNull();
    assertThat(LetterHeaders.read(written.getHeaders(), MESSAGES.read(entry).event()))
        .isEqualTo(letter(event));
    assertThatThrownBy(() -> MESSAGES.published(event, Map.of()))
        .isInstanceOf(EncodingException.class);
  }
}
