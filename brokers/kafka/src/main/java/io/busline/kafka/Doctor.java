package io.busline.kafka;

import io.busline.admin.Finding;
import io.busline.error.EventBusException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Looks at the cluster and its topics. */
final class Doctor {
  private final Cluster cluster;
  private final Topics topics;
  private final String name;
  private final Runnable requireReachable;
  private final DeadLetterTopic letters;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(
      Cluster cluster,
      Topics topics,
      String name,
      Runnable requireReachable,
      DeadLetterTopic letters) {
    this.cluster = cluster;
    this.topics = topics;
    this.name = name;
    this.requireReachable = requireReachable;
    this.letters = letters;
  }

  List<Finding> diagnose() {
    look("cluster", this::servers);
    look("topics", this::topics);
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

  private void foreignLetters() {
    List<Long> foreign = letters.foreign();
    if (!foreign.isEmpty()) {
      findings.add(
          Finding.warning(
              "dead letters",
              "%d records of topic %s are no letters of Busline's and are passed over, the first at offset %d. A record with its key and without a value removes it."
                  .formatted(foreign.size(), Topics.DEAD_LETTERS, foreign.get(0))));
    }
  }

  private void servers() {
    requireReachable.run();
    Collection<Node> nodes =
        cluster.ask("looking at the cluster", a -> a.describeCluster().nodes());
    findings.add(
        nodes.size() > 1
            ? Finding.ok("cluster", "%s, %d servers answer.".formatted(name, nodes.size()))
            : Finding.warning(
                "cluster",
                "%s answers with one server. While it is away nothing can be published or read, and if its disk is lost, everything is. Run three."
                    .formatted(name)));
  }

  private void topics() {
    List<String> names = new ArrayList<>(topics.ofEvents());
    names.add(Topics.DEAD_LETTERS);
    Map<String, TopicDescription> there = topics.describe(names);
    if (there.isEmpty()) {
      findings.add(Finding.ok("topics", "There is none yet."));
      return;
    }
    List<ConfigResource> resources =
        there.keySet().stream()
            .sorted()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<ConfigResource, Config> configs =
        cluster.ask("looking at topics", a -> a.describeConfigs(resources).all());
    for (ConfigResource resource : resources) {
      TopicDescription topic = there.get(resource.name());
      Config config = configs.get(resource);
      if (topic != null && config != null) {
        topic(topic, config);
      }
    }
  }

  private void topic(TopicDescription topic, Config config) {
    List<String> flaws = new ArrayList<>();
    int replicas = topic.partitions().get(0).replicas().size();
    if (replicas == 1) {
      flaws.add("one server keeps it, and its loss is the loss of the topic");
    } else if (value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).equals("1")) {
      flaws.add(
          "min.insync.replicas is 1, so an event can be confirmed that only one server has; set 2");
    }
    if (value(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG).equals("true")) {
      flaws.add(
          "unclean.leader.election.enable is true, so a server that has missed events may take over and confirmed events vanish; set false");
    }
    boolean compacted =
        value(config, TopicConfig.CLEANUP_POLICY_CONFIG)
            .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    if (compacted && !topic.name().equals(Topics.DEAD_LETTERS)) {
      flaws.add("it is compacted, so of each key only the newest event is kept");
    }
    String subject = "topic " + topic.name();
    findings.add(
        flaws.isEmpty()
            ? Finding.ok(
                subject,
                "%d partitions, %d replicas.".formatted(topic.partitions().size(), replicas))
            : Finding.warning(subject, String.join("; ", flaws) + "."));
  }

  private static String value(Config config, String name) {
    ConfigEntry entry = config.get(name);
    return entry == null || entry.value() == null ? "" : entry.value();
  }
}
