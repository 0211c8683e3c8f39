package io.busline.kafka;

import java.util.HashMap;
import java.util.Map;

/** What servers of tests are told, so that nobody waits for what is a matter of some time only. */
final class QuickServer {

  /** For groups that share by the newer protocol, and for work queues. */
  static final Map<String, String> SETTINGS = settings();

  private QuickServer() {}

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    // Members hear of a new share with their next heartbeat.
    settings.put("group.consumer.min.heartbeat.interval.ms", "50");
    settings.put("group.consumer.heartbeat.interval.ms", "50");
    settings.put("group.share.min.heartbeat.interval.ms", "100");
    settings.put("group.share.heartbeat.interval.ms", "100");
    // Shares are worked out when a member comes or goes, and not once a second in a background.
    settings.put("group.consumer.assignment.interval.ms", "0");
    settings.put("group.consumer.assignor.offload.enable", "false");
    settings.put("group.share.assignment.interval.ms", "0");
    settings.put("group.share.assignor.offload.enable", "false");
    // A member that dies is missed soon, but not one on a busy machine.
    settings.put("group.consumer.min.session.timeout.ms", "5000");
    settings.put("group.consumer.session.timeout.ms", "6000");
    settings.put("group.min.session.timeout.ms", "5000");
    // The transactions of one that dies are ended as soon as their time is over.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");
    settings.put("group.share.min.record.lock.duration.ms", "1000");
    return Map.copyOf(settings);
  }
}
