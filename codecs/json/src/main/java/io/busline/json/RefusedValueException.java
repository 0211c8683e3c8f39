package io.busline.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;

/** A value or a class that we refuse, and Jackson would not. The message quotes no data. */
final class RefusedValueException extends DatabindException {
  private static final long serialVersionUID = 1L;

  RefusedValueException(String message) {
    super(message);
  }

  RefusedValueException(JsonParser parser, String message) {
    super(parser, message);
  }

  RefusedValueException(JsonGenerator generator, String message) {
    super(generator, message);
  }
}
