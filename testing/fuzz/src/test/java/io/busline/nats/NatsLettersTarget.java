package io.busline.nats;

import io.busline.error.DecodingException;
import io.busline.fuzz.Formats;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Target;

/** Messages among the dead letters: a letter, or passed over. */
public final class NatsLettersTarget implements Target {
  private final Messages messages = new Messages(Formats.structured());

  @Override
  public void read(byte[] input) {
    Lines lines = Lines.of(input);
    if (DeadLetterStream.letter(
            NatsHeadersTarget.info(NatsHeadersTarget.headers(lines), lines.body()), messages)
        == null) {
      throw new DecodingException("it is no letter");
    }
  }
}
