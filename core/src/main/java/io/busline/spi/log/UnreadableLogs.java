package io.busline.spi.log;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The logs that a consumer leaves out, and why. */
final class UnreadableLogs {

  private static final System.Logger LOG = System.getLogger(UnreadableLogs.class.getName());

  /** The reasons, by name. */
  private final Map<String, String> reasons = new ConcurrentHashMap<>();

  /** Forgets those that are gone. */
  void retain(List<LogInfo> there) {
    reasons.keySet().retainAll(there.stream().map(LogInfo::name).toList());
  }

  /** Whether a log can be read; tells once why not. */
  boolean isReadable(LogInfo log) {
    String flaw = log.flaw();
    if (flaw == null) {
      reasons.remove(log.name());
    } else if (!flaw.equals(reasons.put(log.name(), flaw))) {
      LOG.log(System.Logger.Level.WARNING, "{0}. It is not read", flaw);
    }
    return flaw == null;
  }

  /** Why logs are not read that may hold something of interest. Any thread. */
  Collection<String> reasons() {
    return reasons.values();
  }
}
