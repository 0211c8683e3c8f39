package io.busline.cloudevents;

/**
 * What a broker knows about a message that is no event, so that one can be made of it. Asked only
 * if the message has none of the attributes that every event must have.
 */
public interface Fallback {
  /**
   * The event type.
   *
   * @return from the subject, the routing key or the topic
   */
  String type();

  /**
   * The id.
   *
   * @return the same for every delivery of the message, such as its place in the stream
   */
  String id();

  /**
   * The source.
   *
   * @return a URI-reference that tells this stream from others
   */
  String source();
}
