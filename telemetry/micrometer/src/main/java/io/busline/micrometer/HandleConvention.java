package io.busline.micrometer;

import io.busline.Observer.Delivered;
import io.busline.telemetry.Labels;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;

/** How an attempt is named. To change that, register a convention of the same context. */
public class HandleConvention implements GlobalObservationConvention<HandleContext> {
  static final KeyName[] LOW =
      Keys.of(
          Names.SYSTEM,
          Names.OPERATION,
          Names.OPERATION_TYPE,
          Names.DESTINATION,
          Names.EVENT_TYPE,
          Names.SUBSCRIPTION,
          Names.GROUP);

  static final KeyName[] HIGH = Keys.of(Names.MESSAGE_ID, Names.ATTEMPT);

  private final Labels topics = new Labels();
  private final Labels types = new Labels();

  /** Creates the default convention. */
  public HandleConvention() {}

  @Override
  public String getName() {
    return "busline.handle";
  }

  @Override
  public String getContextualName(HandleContext context) {
    return "process " + context.first().attempt().topic();
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(HandleContext context) {
    Delivered delivered = context.first();
    String group = context.group();
    return KeyValues.of(
        Names.SYSTEM,
        context.system(),
        Names.OPERATION,
        "process",
        Names.OPERATION_TYPE,
        "process",
        Names.DESTINATION,
        topics.bounded(delivered.attempt().topic()),
        Names.EVENT_TYPE,
        types.bounded(delivered.event().type()),
        Names.SUBSCRIPTION,
        delivered.subscription(),
        Names.GROUP,
        group == null ? Names.NONE : group);
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(HandleContext context) {
    Delivered delivered = context.first();
    return KeyValues.of(
        Names.MESSAGE_ID,
        delivered.event().id(),
        Names.ATTEMPT,
        Integer.toString(delivered.attempt().number()));
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof HandleContext;
  }
}
