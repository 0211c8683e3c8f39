package io.busline.spring;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why a bus cannot start, in Boot's form. Messages name the fault first, then the cure. */
final class EventBusFailureAnalyzer extends AbstractFailureAnalyzer<EventBusException> {
  private static final String END = ". ";

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, EventBusException cause) {
    String message = cause.getMessage();
    int end = message.indexOf(END);
    return end < 0
        ? new FailureAnalysis(message, otherwise(cause), cause)
        : new FailureAnalysis(
            message.substring(0, end), message.substring(end + END.length()), cause);
  }

  private static String otherwise(EventBusException cause) {
    return cause instanceof BrokerException
        ? "Start the broker or mend busline.url; with busline.fail-fast=false the application starts without it and connects later"
        : "Mend the properties that begin with \"busline.\", or the method or bean that is named above";
  }
}
