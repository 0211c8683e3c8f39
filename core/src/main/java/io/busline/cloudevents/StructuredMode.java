package io.busline.cloudevents;

import io.busline.event.Event;

/** Reads a message whose body is a whole event, by the format that knows its media type. */
@FunctionalInterface
public interface StructuredMode {
  /**
   * Reads the event.
   *
   * @param mediaType such as {@code application/cloudevents+json}: lower case, no parameters
   * @param document the body of the message
   * @return the event
   * @throws io.busline.error.DecodingException if there is no format for the media type, or the
   *     document is not a valid event
   */
  Event<byte[]> read(String mediaType, byte[] document);
}
