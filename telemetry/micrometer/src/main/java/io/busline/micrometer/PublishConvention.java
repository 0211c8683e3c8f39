package io.busline.micrometer;

import io.busline.Observer.Kind;
import io.busline.telemetry.Labels;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;

/** How a publish is named. To change that, register a convention of the same context. */
public class PublishConvention implements GlobalObservationConvention<PublishContext> {
  static final KeyName[] LOW =
      Keys.of(
          Names.SYSTEM, Names.OPERATION, Names.OPERATION_TYPE, Names.DESTINATION, Names.EVENT_TYPE);

  static final KeyName[] HIGH = Keys.of(Names.MESSAGE_ID);

  private final Labels topics = new Labels();
  private final Labels types = new Labels();

  /** Creates the default convention. */
  public PublishConvention() {}

  @Override
  public String getName() {
    return "busline.publish";
  }

  @Override
  public String getContextualName(PublishContext context) {
    return operation(context) + " " + context.publish().topic();
  }

  private static String operation(PublishContext context) {
    return context.publish().kind() == Kind.REDRIVE ? "redrive" : "publish";
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(PublishContext context) {
    return KeyValues.of(
        Names.SYSTEM,
        context.system(),
        Names.OPERATION,
        operation(context),
        Names.OPERATION_TYPE,
        context.publish().kind() == Kind.OUTPUT ? "create" : "send",
        Names.DESTINATION,
        topics.bounded(context.publish().topic()),
        Names.EVENT_TYPE,
        types.bounded(context.publish().event().type()));
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(PublishContext context) {
    return KeyValues.of(Names.MESSAGE_ID, context.publish().event().id());
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof PublishContext;
  }
}
