package io.busline.rabbitmq;

import io.busline.admin.Finding;
import io.busline.error.BrokerException;
import io.busline.rabbitmq.RabbitSettings.Queues;
import io.busline.spi.Interrupts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at what the protocol tells about a server, which is not much. */
final class RabbitDoctor {
  private final Publisher publisher;
  private final RabbitDescription description;
  private final DeadLetterStream letters;
  private final Inspection inspection;
  private final Topology topology;

  RabbitDoctor(
      Publisher publisher,
      RabbitDescription description,
      DeadLetterStream letters,
      Inspection inspection,
      Topology topology) {
    this.publisher = publisher;
    this.letters = letters;
    this.inspection = inspection;
    this.topology = topology;
    this.description = description;
  }

  List<Finding> diagnose() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        publisher.problem().map(p -> Finding.failure("server", p)).orElseGet(this::server));
    findings.add(queues());
    findings.add(
        Finding.warning(
            "dead letters",
            "They are in a stream, which a server confirms before its disk has them. A power failure may lose the newest, unless the stream has replicas on several servers."));
    foreign().ifPresent(findings::add);
    try {
      Interrupts.defer(
          () -> {
            inspection.lookAtQueues();
            return findings;
          });
    } catch (BrokerException e) {
      findings.add(Finding.warning("queues", String.valueOf(e.getMessage())));
    }
    for (String queue : topology.limited()) {
      findings.add(
          Finding.warning(
              "queues",
              "Queue %s was made by RabbitMQ 3: the server drops from it what it has given out 20 times, so an event becomes a dead letter before. When it is empty and its group is stopped, delete it; the group makes it again."
                  .formatted(queue)));
    }
    return findings;
  }

  private Optional<Finding> foreign() {
    try {
      long foreign = Interrupts.defer(letters::foreign);
      return foreign == 0
          ? Optional.empty()
          : Optional.of(
              Finding.warning(
                  "dead letters",
                  "%d messages among them are no dead letters: another program has published them. They are passed over, and stay there until the stream is deleted."
                      .formatted(foreign)));
    } catch (BrokerException e) {
      return Optional.of(Finding.warning("dead letters", String.valueOf(e.getMessage())));
    }
  }

  private Finding server() {
    return description.limitsDeliveries()
        ? Finding.ok("server", "RabbitMQ %s answers.".formatted(description.version()))
        : Finding.warning(
            "server",
            "RabbitMQ %s answers, but gets no more fixes, not even for security. Upgrade to 4 or later."
                .formatted(description.version()));
  }

  private Finding queues() {
    return description.queues() == Queues.QUORUM
        ? Finding.ok(
            "queues",
            "Groups have quorum queues: an event is confirmed when most replicas have synced it. In a cluster, see with rabbitmq-queues quorum_status that there are several.")
        : Finding.warning(
            "queues",
            "Groups have classic queues: on one server, and confirmed before its disk has the event. Use queue=quorum, with another exchange=, for events that matter.");
  }
}
