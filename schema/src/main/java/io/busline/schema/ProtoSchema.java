package io.busline.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@code .proto} file defines, with what was found of its imports. Types are known by their
 * full names.
 *
 * @param file the file, for messages about it
 * @param packageName its package, or empty
 * @param own the messages and enums of the file itself
 * @param messages all messages
 * @param enums all enums
 */
record ProtoSchema(
    String file,
    String packageName,
    Set<String> own,
    Map<String, Message> messages,
    Map<String, Enumeration> enums) {

  /** How often a field is there. */
  enum Label {
    SINGULAR,
    REQUIRED,
    REPEATED,
    MAP
  }

  /**
   * A message.
   *
   * @param fields its fields by their numbers
   * @param reserved what it reserves
   * @param identity which events it is the data of
   * @param isMarked whether an option of Busline's is set, so that it surely is an event
   */
  record Message(
      String name,
      Map<Integer, Field> fields,
      Reserved reserved,
      Identity identity,
      boolean isMarked) {

    Optional<Field> field(String fieldName) {
      return fields.values().stream().filter(each -> each.name().equals(fieldName)).findFirst();
    }
  }

  /**
   * A field.
   *
   * @param type a scalar type, or the full name of a message or enum; of a map, that of its values
   * @param key the type of a map's keys, otherwise empty
   * @param oneof the oneof that the field is in, otherwise empty
   */
  record Field(String name, int number, String type, String key, Label label, String oneof) {
    String described() {
      return switch (label) {
        case MAP -> "map<" + key + ", " + type + ">";
        case REPEATED -> "repeated " + type;
        default -> type;
      };
    }
  }

  /**
   * An enum.
   *
   * @param isOpen whether a reader keeps a number that it does not know, as from proto3 on
   * @param constants the numbers by their names
   */
  record Enumeration(
      String name, boolean isOpen, Map<String, Integer> constants, Reserved reserved) {}

  /** Numbers and names that are not to be used again. */
  record Reserved(List<Range> numbers, Set<String> names) {
    /** Numbers from the first to the last. */
    record Range(int first, int last) {}

    boolean has(int number) {
      return numbers.stream().anyMatch(r -> r.first() <= number && number <= r.last());
    }
  }

  /** The messages and enums of the file's own that fields of other messages have as their type. */
  Set<String> used() {
    Set<String> used = new LinkedHashSet<>();
    messages.forEach(
        (name, message) ->
            message.fields().values().stream()
                .map(Field::type)
                .filter(type -> !type.equals(name))
                .forEach(used::add));
    return used;
  }

  /** A message and all messages and enums that its fields lead to, the nearest first. */
  Set<String> reachable(String from) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (found.add(name) && messages.containsKey(name)) {
        messages.get(name).fields().values().forEach(field -> open.add(field.type()));
      }
    }
    found.removeIf(name -> !messages.containsKey(name) && !enums.containsKey(name));
    return found;
  }

  /** A name without the file's package. */
  String shortened(String name) {
    return name.startsWith(packageName + ".") ? name.substring(packageName.length() + 1) : name;
  }

  /** The file's own messages by their names. */
  Map<String, Message> ownMessages() {
    Map<String, Message> found = new LinkedHashMap<>(messages);
    found.keySet().retainAll(own);
    return found;
  }
}
