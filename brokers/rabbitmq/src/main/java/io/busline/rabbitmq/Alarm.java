package io.busline.rabbitmq;

import com.rabbitmq.client.BlockedListener;
import org.jspecify.annotations.Nullable;

/**
 * Why a server takes nothing from a connection for now, such as that it is short of memory. The
 * client's thread sets it; any thread asks.
 */
final class Alarm implements BlockedListener {
  private volatile @Nullable String reason;

  /** Why the server takes nothing; null while it does. */
  @Nullable String reason() {
    return reason;
  }

  @Override
  public void handleBlocked(String why) {
    reason = why;
  }

  @Override
  public void handleUnblocked() {
    reason = null;
  }
}
