package io.busline.codec;

import io.busline.event.Event;

/**
 * Writes a whole event, attributes and data, as one document and reads it back: CloudEvents'
 * structured mode. Found through {@link java.util.ServiceLoader}; safe for use by all threads.
 */
public interface EventFormat {

  /**
   * The media type of the document.
   *
   * @return such as {@code application/cloudevents+json}
   */
  String mediaType();

  /**
   * Writes an event.
   *
   * @param event the event; its content type tells what the bytes are
   * @return the document
   * @throws io.busline.error.EncodingException if the bytes are not what the content type says
   */
  byte[] write(Event<byte[]> event);

  /**
   * Reads an event.
   *
   * @param document the document, which must not be changed
   * @return the event
   * @throws io.busline.error.DecodingException if it is not a valid event, whatever the bytes are
   */
  Event<byte[]> read(byte[] document);
}
