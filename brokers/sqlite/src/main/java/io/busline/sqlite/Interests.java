package io.busline.sqlite;

import io.busline.event.EventPattern;
import io.busline.spi.ConsumerSpec.Interest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a consumer wants, in a form that fits a column: {@code order.created@order payment.>}.
 * Neither sign is part of any name or pattern.
 */
record Interests(List<Interest> list) {

  static Interests parse(String text) {
    return new Interests(
        Stream.of(text.split(" "))
            .map(part -> part.split("@", 2))
            .map(part -> new Interest(new EventPattern(part[0]), part.length < 2 ? null : part[1]))
            .toList());
  }

  /** Whether events of a type in a topic are wanted. */
  boolean match(String topic, String type) {
    for (Interest interest : list) {
      if ((interest.topic() == null || interest.topic().equals(topic))
          && interest.pattern().matches(type)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something in a topic may be wanted, as far as can be told without its types. */
  boolean mayMatch(String topic) {
    return mayMatchOneOf(Set.of(topic));
  }

  /** Whether something in one of many topics may be wanted. */
  boolean mayMatchOneOf(Set<String> topics) {
    for (Interest interest : list) {
      if (interest.topic() == null || topics.contains(interest.topic())) {
        return true;
      }
    }
    return false;
  }

  /** The topics that can be of interest, as a JSON array; empty if it can be any. */
  Optional<String> topics() {
    List<String> names = list.stream().map(Interest::topic).filter(Objects::nonNull).toList();
    return names.size() < list.size()
        ? Optional.empty()
        : Optional.of(names.stream().distinct().collect(Collectors.joining("\",\"", "[\"", "\"]")));
  }

  List<String> patterns() {
    return list.stream().map(interest -> interest.pattern().pattern()).toList();
  }

  @Override
  public String toString() {
    return list.stream()
        .map(
            interest ->
                interest.pattern() + (interest.topic() == null ? "" : "@" + interest.topic()))
        .collect(Collectors.joining(" "));
  }
}
