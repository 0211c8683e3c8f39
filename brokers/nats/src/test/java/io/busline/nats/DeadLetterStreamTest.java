package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.DecodingException;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anybody may write into the stream of dead letters. */
class DeadLetterStreamTest {
  private static final Messages MESSAGES =
      new Messages(
          (mediaType, document) -> {
            throw new DecodingException("no format");
          });

  private static Headers headers() {
    return new Headers()
        .add("Busline-Letter", "letter-1")
        .add("Busline-Group", "shipping")
        .add("Busline-Topic", "order")
        .add("Busline-Reason", "HANDLER_FAILED")
        .add("Busline-Cause", "it+broke")
        .add("Busline-Attempts", "3")
        .add("Busline-First-Failed-At", "2026-01-31T12:00:00Z")
        .add("Busline-Dead-At", "2026-01-31T12:00:01Z");
  }

  private static MessageInfo message(Headers headers) {
    return new MessageInfo(
        NatsMessage.builder().subject("any").headers(headers).build(), "any", true);
  }

  @Test
  void a_message_without_headers_is_no_letter() {
    assertThat(DeadLetterStream.letter(message(headers()), MESSAGES)).isNotNull();
    assertThat(DeadLetterStream.letter(message(new Headers()), MESSAGES)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Busline-Letter, %zz",
    "Busline-Reason, TOO_OLD",
    "Busline-Attempts, many",
    "Busline-Dead-At, yesterday"
  })
  void a_message_with_a_value_that_none_of_ours_has_is_no_letter(String name, String value) {
    assertThat(DeadLetterStream.letter(message(headers().put(name, value)), MESSAGES)).isNull();
  }
}
