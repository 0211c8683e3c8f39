package io.busline.tck;

import io.busline.EventBusListener;
import io.busline.Signal;
import io.busline.Subscription;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each subscription lost its broker, which is as often as what is in flight comes again.
 */
final class Interruptions implements EventBusListener {
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  @Override
  public void onSignal(Signal signal) {
    if (signal instanceof Signal.StateChanged changed
        && changed.state() == Subscription.State.RECOVERING) {
      counts.merge(changed.subscription(), 1, Integer::sum);
    }
  }

  /** Of all instances of a group together. */
  int of(String group) {
    return counts.getOrDefault(group, 0);
  }
}
