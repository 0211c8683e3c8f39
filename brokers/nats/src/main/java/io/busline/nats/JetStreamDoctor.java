package io.busline.nats;

import io.busline.admin.Finding;
import io.busline.error.EventBusException;
import io.busline.spi.Durations;
import io.nats.client.api.AccountLimits;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ServerInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at the server, the account and the streams. */
final class JetStreamDoctor {

  /** Releases before get no more security fixes. */
  private static final String OLDEST_SUPPORTED = "2.12.0";

  /** The first release in which the interval can be set. */
  private static final String SYNC_SINCE = "2.10.0";

  /** A publisher that repeats after an outage must still be recognised. */
  private static final Duration SHORT_WINDOW = Duration.ofMinutes(1);

  /** From how much of a limit on it is worth a warning, in percent. */
  private static final long NEARLY = 90;

  private final JetStreamBroker broker;
  private final JetStreamApi api;

  /** How many dead letters to look at; each is a question. */
  private static final int LETTERS = 1_000;

  private final DeadLetterStream letters;
  private final List<Finding> findings = new ArrayList<>();

  JetStreamDoctor(JetStreamBroker broker, JetStreamApi api, DeadLetterStream letters) {
    this.broker = broker;
    this.api = api;
    this.letters = letters;
  }

  List<Finding> diagnose() {
    look("server", this::server);
    look("disk", this::disk);
    look("account", this::account);
    look("streams", this::streams);
    look("dead letters", this::foreignLetters);
    return List.copyOf(findings);
  }

  private void look(String subject, Runnable look) {
    try {
      look.run();
    } catch (EventBusException e) {
      findings.add(Finding.failure(subject, String.valueOf(e.getMessage())));
    }
  }

  private ServerInfo info() {
    return broker.connection().getServerInfo();
  }

  private void server() {
    broker.requireReachable();
    String version = info().getVersion();
    findings.add(
        info().isSameOrNewerThanVersion(OLDEST_SUPPORTED)
            ? Finding.ok("server", "NATS " + version + " answers.")
            : Finding.warning(
                "server",
                "NATS %s answers, but gets no more fixes, not even for security. Upgrade to %s or later."
                    .formatted(version, OLDEST_SUPPORTED)));
  }

  private void disk() {
    findings.add(
        info().isSameOrNewerThanVersion(SYNC_SINCE)
            ? Finding.warning(
                "disk",
                "A server confirms before its disk has the event, and syncs every 2 minutes unless"
                    + " it is told otherwise, which nobody can see from here. So that a power"
                    + " failure loses nothing confirmed, set jetstream { sync_interval: always },"
                    + " or keep 3 replicas.")
            : Finding.warning(
                "disk",
                "This server confirms before its disk has the event, and syncs every minute, which"
                    + " cannot be changed before 2.10. A power failure may lose what was confirmed;"
                    + " 3 replicas make that unlikely."));
  }

  private void account() {
    AccountStatistics used = api.ask("looking at the account", m -> m.getAccountStatistics());
    AccountLimits limits = used.getLimits();
    limit("file storage", used.getStorage(), limits.getMaxStorage(), "bytes");
    limit("streams", used.getStreams(), limits.getMaxStreams(), "of them");
    limit("consumers", used.getConsumers(), limits.getMaxConsumers(), "of them");
  }

  private void limit(String what, long used, long limit, String unit) {
    if (limit <= 0) {
      findings.add(
          Finding.ok("account", "%s: %d %s, without a limit.".formatted(what, used, unit)));
    } else if (used * 100 >= limit * NEARLY) {
      findings.add(
          Finding.warning(
              "account",
              "%s: %d of %d %s. At the limit publishing fails; raise it."
                  .formatted(what, used, limit, unit)));
    } else {
      findings.add(Finding.ok("account", "%s: %d of %d %s.".formatted(what, used, limit, unit)));
    }
  }

  private void streams() {
    for (StreamInfo info : api.ask("listing streams", m -> m.getStreams())) {
      if (StreamPlan.isOurs(info.getConfiguration())) {
        stream(info);
      }
      if (Streams.holdsEvents(info.getConfiguration())) {
        flaws(info.getConfiguration());
      }
    }
  }

  /** Whoever made it: what is in it may be lost before it is handled. */
  private void flaws(StreamConfiguration there) {
    String subject = "stream " + there.getName();
    StreamFlaws.ofReading(there)
        .ifPresent(flaw -> findings.add(Finding.failure(subject, flaw + ".")));
    StreamFlaws.ofPublishing(there)
        .ifPresent(flaw -> findings.add(Finding.failure(subject, flaw + ".")));
    StreamFlaws.ofKeeping(there)
        .ifPresent(flaw -> findings.add(Finding.warning(subject, flaw + ".")));
  }

  private void foreignLetters() {
    List<Long> foreign = letters.foreign(LETTERS);
    if (!foreign.isEmpty()) {
      findings.add(
          Finding.warning(
              "dead letters",
              "Of the first %d, %d are no letters of Busline's and are passed over, the first at place %d. Remove it with: nats stream rmm %s %d"
                  .formatted(
                      LETTERS,
                      foreign.size(),
                      foreign.get(0),
                      StreamNames.DEAD_LETTERS,
                      foreign.get(0))));
    }
  }

  private void stream(StreamInfo info) {
    StreamConfiguration there = info.getConfiguration();
    List<String> flaws = new ArrayList<>(StreamPlan.differences(there, broker.wanted(there)));
    if (info.getClusterInfo() != null && there.getReplicas() == 1 && isClustered()) {
      flaws.add("one server of the cluster keeps it, and its loss is the loss of the stream");
    }
    if (!there.getName().startsWith("=")
        && !there.getName().equals(StreamNames.GROUPS)
        && there.getDuplicateWindow().compareTo(SHORT_WINDOW) < 0) {
      flaws.add(
          "an event published twice is recognised for %s only, less than an outage may last"
              .formatted(Durations.format(there.getDuplicateWindow())));
    }
    String subject = "stream " + there.getName();
    findings.add(
        flaws.isEmpty()
            ? Finding.ok(
                subject,
                "%d events, as it should be.".formatted(info.getStreamState().getMsgCount()))
            : Finding.warning(
                subject,
                "%s. Change it with: nats stream edit %s"
                    .formatted(String.join("; ", flaws), there.getName())));
  }

  private boolean isClustered() {
    return info().getCluster() != null;
  }
}
