package io.busline;

import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.InvalidEventException;
import io.busline.event.EventDefinition;
import io.busline.event.EventPattern;
import java.util.List;

/** What a group reads, as far as a listing tells. */
record Readership(GroupInfo group) {

  /** Whether it may read a topic: one whose types nobody tells may hold any of its pattern. */
  boolean mayRead(TopicInfo topic) {
    return group.patterns().stream().anyMatch(pattern -> mayRead(pattern, topic));
  }

  private static boolean mayRead(String text, TopicInfo topic) {
    if (text.equals(topic.name()) || EventDefinition.defaultTopic(text).equals(topic.name())) {
      return true;
    }
    try {
      EventPattern pattern = new EventPattern(text);
      List<String> types = topic.types();
      return types.isEmpty()
          ? text.contains("*") || text.contains(">")
          : types.stream().anyMatch(pattern::matches);
    } catch (InvalidEventException e) {
      // A group of somebody else.
      return false;
    }
  }
}
