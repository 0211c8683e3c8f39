package io.busline.schema;

/**
 * A schema cannot be read, or two cannot be compared. The message says which, why, and what to do.
 */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
