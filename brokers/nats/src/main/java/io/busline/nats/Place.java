package io.busline.nats;

import io.nats.client.Message;

/**
 * Where a message was in its stream, from the subject for its acknowledgement: {@code
 * $JS.ACK.STREAM.CONSUMER.DELIVERED.STREAM_SEQ.CONSUMER_SEQ.TIME.PENDING}, with two more tokens
 * before the stream, and maybe some after the last, in a newer form. What the client library offers
 * reads all of it, time zone included, for each message.
 */
final class Place {

  private static final int DELIVERED = 2;
  private static final int STREAM_SEQ = 3;
  private static final int CONSUMER_SEQ = 4;
  private static final int TIME = 5;

  private static final int SHORT_FORM = 9;
  private static final int SHORT_STREAM = 2;
  private static final int LONG_STREAM = 4;

  private Place() {}

  static long streamSeq(Message message) {
    return token(message.getReplyTo(), STREAM_SEQ);
  }

  static long consumerSeq(Message message) {
    return token(message.getReplyTo(), CONSUMER_SEQ);
  }

  /** How often it was delivered, this time included. */
  static long delivered(Message message) {
    return token(message.getReplyTo(), DELIVERED);
  }

  /** When it was stored, in nanoseconds since 1970. */
  static long nanos(Message message) {
    return token(message.getReplyTo(), TIME);
  }

  private static long token(String reply, int offset) {
    int dots = 0;
    for (int i = 0; i < reply.length(); i++) {
      dots += reply.charAt(i) == '.' ? 1 : 0;
    }
    int index = (dots < SHORT_FORM ? SHORT_STREAM : LONG_STREAM) + offset;
    int at = 0;
    for (int skip = index; skip > 0; skip--) {
      at = reply.indexOf('.', at) + 1;
    }
    long number = 0;
    for (int i = at; i < reply.length() && reply.charAt(i) != '.'; i++) {
      number = number * 10 + (reply.charAt(i) - '0');
    }
    return number;
  }
}
