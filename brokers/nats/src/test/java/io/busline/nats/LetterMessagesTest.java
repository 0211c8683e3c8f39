package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.DecodingException;
import io.busline.logs.Warns;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anybody may write into the stream of dead letters. */
class LetterMessagesTest {
  private final LetterMessages letters =
      new LetterMessages(
          new Messages(
              (mediaType, document) -> {
                throw new DecodingException("no format");
              }));

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
  @Warns("it has no header Busline-Letter")
  void a_message_without_headers_is_no_letter() {
    assertThat(letters.read(message(headers()))).isPresent();
    assertThat(letters.read(message(new Headers()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Busline-Letter, %zz",
    "Busline-Reason, TOO_OLD",
    "Busline-Attempts, many",
    "Busline-Dead-At, yesterday"
  })
  @Warns("is no dead letter of Busline's and is passed over")
  void a_message_with_a_value_that_none_of_ours_has_is_no_letter(String name, String value) {
    assertThat(letters.read(message(headers().put(name, value)))).isEmpty();
  }
}
