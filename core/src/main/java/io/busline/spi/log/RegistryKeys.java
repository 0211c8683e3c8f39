package io.busline.spi.log;

/** The names of what groups keep in a {@link Registry}. */
final class RegistryKeys {

  /** Begins the keys of all groups. */
  static final String GROUPS = "group.";

  private RegistryKeys() {}

  static String group(String group) {
    return GROUPS + token(group);
  }

  /** The group's name in a key that begins with {@link #GROUPS}. */
  static String groupOf(String key) {
    return key.substring(GROUPS.length()).replace('=', '.');
  }

  static String slots(String group, String log) {
    return "slots." + token(group) + "." + token(log);
  }

  /** Begins the keys of a group's members. */
  static String members(String group) {
    return "member." + token(group) + ".";
  }

  static String member(String group, String id) {
    return members(group) + id;
  }

  /** No name holds an equals sign. */
  private static String token(String name) {
    return name.replace('.', '=');
  }
}
