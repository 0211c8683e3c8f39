package io.busline.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations of a bus. */
public enum BuslineObservation implements ObservationDocumentation {
  /** A publish, from the caller's call until the broker has answered. */
  PUBLISH {
    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>>
        getDefaultConvention() {
      return PublishConvention.class;
    }
  },
  /** One attempt of a handler. */
  HANDLE {
    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>>
        getDefaultConvention() {
      return HandleConvention.class;
    }
  };

  @Override
  public KeyName[] getLowCardinalityKeyNames() {
    return this == PUBLISH ? PublishConvention.LOW : HandleConvention.LOW;
  }

  @Override
  public KeyName[] getHighCardinalityKeyNames() {
    return this == PUBLISH ? PublishConvention.HIGH : HandleConvention.HIGH;
  }
}
