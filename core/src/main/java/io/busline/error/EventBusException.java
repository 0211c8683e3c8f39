package io.busline.error;

import org.jspecify.annotations.Nullable;

/** The root of everything Busline throws, so that one {@code catch} can name it. */
public abstract class EventBusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  EventBusException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  /** What was being done, with which value, and what to do next. */
  @Override
  public String getMessage() {
    return message;
  }
}
