package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.admin.DeadLetter;
import io.busline.error.DecodingException;
import io.busline.logs.Warns;
import io.nats.client.impl.Headers;
import java.util.Optional;
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

  private Optional<DeadLetter> read(Headers headers) {
    return letters.read(1, headers, new byte[0]);
  }

  @Test
  @Warns("it does not say its letter")
  void a_message_without_headers_is_no_letter() {
    assertThat(read(headers())).isPresent();
    assertThat(read(new Headers())).isEmpty();
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
    assertThat(read(headers().put(name, value))).isEmpty();
  }
}
