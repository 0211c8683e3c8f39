package io.busline.nats;

import io.busline.error.DecodingException;
import io.busline.fuzz.Formats;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Target;
import io.nats.client.api.MessageInfo;

/** Messages among the dead letters: a letter, or passed over. */
public final class NatsLettersTarget implements Target {
  private final LetterMessages letters = new LetterMessages(new Messages(Formats.structured()));

  @Override
  public void read(byte[] input) {
    Lines lines = Lines.of(input);
    MessageInfo message = NatsHeadersTarget.info(NatsHeadersTarget.headers(lines), lines.body());
    if (letters.read(message.getSeq(), message.getHeaders(), message.getData()).isEmpty()) {
      throw new DecodingException("it is no letter");
    }
  }
}
