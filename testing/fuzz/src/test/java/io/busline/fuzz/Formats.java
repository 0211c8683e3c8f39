package io.busline.fuzz;

import io.busline.cloudevents.StructuredMode;
import io.busline.codec.EventFormat;
import io.busline.error.DecodingException;
import io.busline.event.Quoted;
import io.busline.json.JsonEventFormat;
import io.busline.protobuf.ProtobufEventFormat;
import java.util.List;

/** Both formats of whole events, as a bus finds them. */
public final class Formats {
  private static final List<EventFormat> ALL =
      List.of(new JsonEventFormat(), new ProtobufEventFormat());

  private Formats() {}

  /** Reads messages whose body is a whole event. */
  public static StructuredMode structured() {
    return (mediaType, document) ->
        ALL.stream()
            .filter(format -> format.mediaType().equals(mediaType))
            .findAny()
            .orElseThrow(() -> new DecodingException("no format " + Quoted.of(mediaType)))
            .read(document);
  }
}
