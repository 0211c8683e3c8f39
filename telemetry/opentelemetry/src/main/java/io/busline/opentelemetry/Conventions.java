package io.busline.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The names of OpenTelemetry's conventions for messaging and for CloudEvents, and Busline's own
 * where those have none. The conventions are still in development, so whatever they change is
 * changed here.
 */
final class Conventions {

  /** The release of the conventions. */
  static final String VERSION = "1.44.0";

  static final String SCHEMA = "https://opentelemetry.io/schemas/" + VERSION;

  /** The instrumentation scope. */
  static final String SCOPE = "io.busline";

  static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
  static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
  static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
  static final AttributeKey<Long> BATCH_COUNT =
      AttributeKey.longKey("messaging.batch.message_count");
  static final AttributeKey<String> KAFKA_KEY =
      AttributeKey.stringKey("messaging.kafka.message.key");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("cloudevents.event_id");
  static final AttributeKey<String> EVENT_SOURCE =
      AttributeKey.stringKey("cloudevents.event_source");
  static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("cloudevents.event_type");
  static final AttributeKey<String> EVENT_SUBJECT =
      AttributeKey.stringKey("cloudevents.event_subject");
  static final AttributeKey<String> SPEC_VERSION =
      AttributeKey.stringKey("cloudevents.event_spec_version");
  static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("busline.attempt");
  static final AttributeKey<String> SUBSCRIPTION = AttributeKey.stringKey("busline.subscription");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("busline.reason");
  static final AttributeKey<String> STATE = AttributeKey.stringKey("busline.state");

  /** In seconds, as the conventions advise. */
  static final List<Double> SECONDS =
      List.of(.005, .01, .025, .05, .075, .1, .25, .5, .75, 1.0, 2.5, 5.0, 7.5, 10.0);

  private Conventions() {}
}
