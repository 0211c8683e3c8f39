package io.busline.spi;

import io.busline.event.EventPattern;
import io.busline.spi.ConsumerSpec.Interest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a consumer wants, in a form that a broker can write down: {@code order.created@order
 * payment.>}. Neither sign is part of any name or pattern.
 *
 * @param list the types and patterns
 */
public record Interests(List<Interest> list) {

  /** Copies the list. */
  public Interests {
    list = List.copyOf(list);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text the text
   * @return the interests
   */
  public static Interests parse(String text) {
    return new Interests(
        Stream.of(text.split(" "))
            .map(part -> part.split("@", 2))
            .map(part -> new Interest(new EventPattern(part[0]), part.length < 2 ? null : part[1]))
            .toList());
  }

  /**
   * Whether events of a type in a topic are wanted.
   *
   * @param topic the topic
   * @param type the event type's name
   * @return true if one of the interests fits both
   */
  public boolean match(String topic, String type) {
    for (Interest interest : list) {
      if ((interest.topic() == null || interest.topic().equals(topic))
          && interest.pattern().matches(type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether something in one of many topics may be wanted, as far as can be told without its types.
   *
   * @param topics the topics
   * @return false if surely nothing is
   */
  public boolean mayMatchOneOf(Set<String> topics) {
    for (Interest interest : list) {
      if (interest.topic() == null || topics.contains(interest.topic())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The topics that can be of interest.
   *
   * @return the topics; empty if it can be any
   */
  public Optional<Set<String>> topics() {
    return list.stream().anyMatch(interest -> interest.topic() == null)
        ? Optional.empty()
        : Optional.of(named());
  }

  /**
   * The topics that are named, beside which a pattern may find others.
   *
   * @return the topics; unmodifiable
   */
  public Set<String> named() {
    return list.stream()
        .map(Interest::topic)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The types and patterns without their topics.
   *
   * @return the patterns' texts, in the order given
   */
  public List<String> patterns() {
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
