package io.busline.servers;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which release of a broker; {@code dev/brokers versions} tells which that is. */
public enum Release {
  /** The oldest that is supported. */
  OLD,
  /** The newest. */
  CURRENT;

  /**
   * Those that this run is about: the ones that the system property {@code busline.releases} names,
   * separated by commas, such as {@code current}; all if it is not set.
   *
   * @return at least one
   * @throws IllegalArgumentException if the property names none, or one that there is not
   */
  public static Set<Release> tested() {
    String names = System.getProperty("busline.releases", "old,current");
    Set<Release> tested = EnumSet.noneOf(Release.class);
    for (String name : List.of(names.split(","))) {
      tested.add(valueOf(name.strip().toUpperCase(Locale.ROOT)));
    }
    return tested;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
