package io.busline.nats;

import io.nats.client.Message;

/**
 * Where a message was in its stream, from the subject for its acknowledgement: {@code
 * $JS.ACK.STREAM.CONSUMER.DELIVERED.STREAM_SEQ.CONSUMER_SEQ.TIME.PENDING}, with two more tokens
 * before the stream, and maybe some after the last, in a newer form. What the client library offers
 * reads all of it, time zone included, for each message.
 *
 * @param streamSeq its place in the stream
 * @param consumerSeq its number among what the consumer was sent
 * @param nanos when it was stored, in nanoseconds since 1970
 */
record Place(long streamSeq, long consumerSeq, long nanos) {

  private static final int SHORT_FORM = 9;
  private static final int SHORT_STREAM_SEQ = 5;
  private static final int LONG_STREAM_SEQ = 7;

  static Place of(Message message) {
    String reply = message.getReplyTo();
    int dots = 0;
    for (int i = 0; i < reply.length(); i++) {
      dots += reply.charAt(i) == '.' ? 1 : 0;
    }
    int streamSeq = skip(reply, 0, dots < SHORT_FORM ? SHORT_STREAM_SEQ : LONG_STREAM_SEQ);
    int consumerSeq = skip(reply, streamSeq, 1);
    int time = skip(reply, consumerSeq, 1);
    return new Place(number(reply, streamSeq), number(reply, consumerSeq), number(reply, time));
  }

  /** Where the token begins that is so many after the one at a place. */
  private static int skip(String reply, int from, int tokens) {
    int at = from;
    for (int left = tokens; left > 0; left--) {
      at = reply.indexOf('.', at) + 1;
    }
    return at;
  }

  private static long number(String reply, int from) {
    long number = 0;
    for (int i = from; i < reply.length() && reply.charAt(i) != '.'; i++) {
      number = number * 10 + (reply.charAt(i) - '0');
    }
    return number;
  }
}
