package io.busline.cli.letters;

import io.busline.admin.DeadLetter.Reason;
import io.busline.admin.DeadLetterQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which dead letters are meant. */
final class LetterFilter {
  @Option(names = "--group", paramLabel = "G", description = "Only those of this group.")
  private @Nullable String group;

  @Option(names = "--topic", paramLabel = "T", description = "Only those read from this topic.")
  private @Nullable String topic;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this event type.")
  private @Nullable String type;

  @Option(names = "--key", paramLabel = "K", description = "Only those whose event has this key.")
  private @Nullable String key;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only those given up because: handler-failed, handler-timed-out, undecodable.")
  private @Nullable Reason reason;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those given up since: an ISO-8601 time, or how long ago, such as -2h.")
  private @Nullable Instant since;

  DeadLetterQuery query() {
    return query(null);
  }

  DeadLetterQuery query(@Nullable String id) {
    return DeadLetterQuery.all()
        .withGroup(group)
        .withTopic(topic)
        .withType(type)
        .withKey(key)
        .withReason(reason)
        .withSince(since)
        .withId(id);
  }

  /** One query for each id, or one for all. */
  List<DeadLetterQuery> queries(List<String> ids) {
    if (ids.isEmpty()) {
      return List.of(query());
    }
    List<DeadLetterQuery> queries = new ArrayList<>();
    ids.forEach(id -> queries.add(query(id)));
    return queries;
  }

  boolean isEmpty() {
    return query().equals(DeadLetterQuery.all());
  }
}
