package io.busline.rabbitmq;

import io.busline.admin.Finding;
import io.busline.rabbitmq.RabbitSettings.Queues;
import java.util.ArrayList;
import java.util.List;

/** Looks at what the protocol tells about a server, which is not much. */
final class RabbitDoctor {
  private final Publisher publisher;
  private final RabbitDescription description;

  RabbitDoctor(Publisher publisher, RabbitDescription description) {
    this.publisher = publisher;
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
    return findings;
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
