package io.busline.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/** Marks spans as failed, and writes the exception as the log event that the conventions name. */
final class Failures {
  private final Logger logger;

  Failures(OpenTelemetry openTelemetry) {
    this.logger =
        openTelemetry
            .getLogsBridge()
            .loggerBuilder(Conventions.SCOPE)
            .setSchemaUrl(Conventions.SCHEMA)
            .build();
  }

  /** The value of {@code error.type}: few for each service. */
  static String type(Throwable failure) {
    return failure.getClass().getName();
  }

  /** A failure, of an operation of the type {@code create}, {@code send} or {@code process}. */
  void mark(Span span, Context context, String operationType, Throwable failure) {
    span.setAttribute(Conventions.ERROR, type(failure));
    span.setStatus(StatusCode.ERROR, type(failure));
    logger
        .logRecordBuilder()
        .setContext(context)
        .setSeverity(Severity.WARN)
        .setEventName("messaging." + operationType + ".exception")
        .setException(failure)
        .emit();
  }
}
