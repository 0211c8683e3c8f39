package io.busline.rabbitmq;

import com.rabbitmq.client.Delivery;
import io.busline.cloudevents.HeaderBinding;
import io.busline.error.DecodingException;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Target;
import java.util.Map;

/** Entries among the dead letters: a letter, the removal of one, or passed over. */
public final class RabbitmqLettersTarget implements Target {
  private final Messages messages = RabbitmqHeadersTarget.messages(HeaderBinding.AMQP);

  @Override
  public void read(byte[] input) {
    Delivery entry = RabbitmqHeadersTarget.delivery(Lines.of(input));
    Map<String, Object> headers = StreamReading.headers(entry);
    if (Removal.of(entry) == null
        && LetterHeaders.read(headers, messages.read(entry).event()) == null) {
      throw new DecodingException("it is no letter");
    }
  }
}
