package io.busline.slf4j;

import io.busline.HandlingObservation;
import io.busline.Observer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts what a handler works on into SLF4J's mapped diagnostic context, around interceptors and
 * handler and around what is logged about a failure:
 *
 * <ul>
 *   <li>{@code busline.type}, {@code busline.id} and {@code busline.key}: the event's. The key is
 *       absent if the event has none
 *   <li>{@code busline.group}: the group, absent for a broadcast
 *   <li>{@code busline.attempt}: 1 for the first try
 * </ul>
 *
 * <p>Of a batch, only the group is the same for all, and is all that is put there. Afterwards the
 * context is what it was before, whatever the handler has done to it.
 */
public final class MdcObserver implements Observer {

  /** Creates an observer. */
  public MdcObserver() {}

  @Override
  public HandlingObservation handling(Delivered delivered) {
    return new HandlingObservation() {
      @Override
      public Scope open() {
        return put(delivered);
      }
    };
  }

  @Override
  public HandlingObservation handlingTogether(List<Delivered> delivered) {
    return new HandlingObservation() {
      @Override
      public Scope open() {
        return putGroup(delivered.get(0));
      }
    };
  }

  private static HandlingObservation.Scope put(Delivered delivered) {
    HandlingObservation.Scope scope = putGroup(delivered);
    MDC.put("busline.type", delivered.event().type());
    MDC.put("busline.id", delivered.event().id());
    putOrRemove("busline.key", delivered.event().keyOrNull());
    MDC.put("busline.attempt", Integer.toString(delivered.attempt().number()));
    return scope;
  }

  private static HandlingObservation.Scope putGroup(Delivered delivered) {
    Map<String, String> before = MDC.getCopyOfContextMap();
    putOrRemove("busline.group", delivered.attempt().group().orElse(null));
    return () -> MDC.setContextMap(before == null ? new HashMap<>() : before);
  }

  private static void putOrRemove(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
