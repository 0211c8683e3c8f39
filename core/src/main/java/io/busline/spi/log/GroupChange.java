package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import java.time.Instant;
import java.util.List;

/**
 * Removes what is written down of a group, so that its next instance founds it anew. Progress goes
 * first and the group last: after a crash in between, the group begins where it once began, and the
 * same can be done again.
 */
final class GroupChange {
  private final LogStore store;
  private final String group;

  /**
   * Of a group without instances.
   *
   * @param doing what is being done, for messages
   * @param members how many instances are connected
   */
  GroupChange(LogStore store, String group, String doing, int members) {
    if (members > 0) {
      throw new BrokerException(
          "%s: %d of its instances are connected, and would go on as before. Stop them, and wait until the group has no members"
              .formatted(doing, members));
    }
    this.store = store;
    this.group = group;
  }

  void delete() {
    removeProgress();
    store.registry().remove(RegistryKeys.group(group));
  }

  /** Begins elsewhere; a group that is paused stays so. */
  void restart(GroupRecord before, StartPosition start, List<LogInfo> logs, Instant now) {
    delete();
    var unused = new GroupBook(store, group, before.interests(), start, logs, now);
    Instant paused = before.paused();
    if (paused != null) {
      new GroupPause(store, group).begin(paused);
    }
  }

  private void removeProgress() {
    Registry registry = store.registry();
    for (String prefix : List.of(RegistryKeys.slots(group, ""), RegistryKeys.members(group))) {
      registry.keys(prefix).forEach(registry::remove);
    }
  }
}
