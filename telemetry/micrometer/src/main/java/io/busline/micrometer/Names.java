package io.busline.micrometer;

/** The names of tags: those of OpenTelemetry's conventions for messaging, and Busline's own. */
final class Names {
  static final String SYSTEM = "messaging.system";
  static final String OPERATION = "messaging.operation.name";
  static final String OPERATION_TYPE = "messaging.operation.type";
  static final String DESTINATION = "messaging.destination.name";
  static final String GROUP = "messaging.consumer.group.name";
  static final String MESSAGE_ID = "messaging.message.id";
  static final String EVENT_TYPE = "cloudevents.event_type";
  static final String ERROR = "error.type";
  static final String SUBSCRIPTION = "busline.subscription";
  static final String ATTEMPT = "busline.attempt";
  static final String REASON = "busline.reason";
  static final String STATE = "busline.state";

  /** What a tag has that does not apply. */
  static final String NONE = "none";

  private Names() {}
}
