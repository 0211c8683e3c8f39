package io.busline.soak;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All processes that use the bus. For one thread at a time, except {@link #close}. */
final class Cast implements AutoCloseable {
  static final int PUBLISHERS = 2;
  private static final int KEYS = 8;

  final List<Actor> publishers = new ArrayList<>();
  final List<Actor> instances = new ArrayList<>();
  private final Journal journal;

  /**
   * Processes that are not started.
   *
   * @param url where their bus is
   * @param run what the names of their types and groups begin with
   * @param groups the groups
   * @param folder where they write what went wrong
   * @param journal where what they say is noted
   */
  Cast(String url, String run, List<Group> groups, Path folder, Journal journal) {
    this.journal = journal;
    for (int p = 1; p <= PUBLISHERS; p++) {
      String name = "publisher-" + p;
      journal.cast(name, "");
      String keys = "p" + p + "k";
      publishers.add(
          new Actor(
              name, Publishing.class, () -> publishing(url, type(run), keys), folder, journal));
    }
    for (Group group : groups) {
      List<String> arguments =
          List.of(url, group.name(), group.role().name(), type(run), copyType(run));
      for (int i = 1; i <= group.instances(); i++) {
        String name = group.name().substring(run.length() + 1) + "-" + i;
        journal.cast(name, group.name());
        instances.add(new Actor(name, HandlingProcess.class, () -> arguments, folder, journal));
      }
    }
  }

  static String topic(String run) {
    return run;
  }

  static String type(String run) {
    return topic(run) + ".placed";
  }

  static String copyType(String run) {
    return run + "-copies.made";
  }

  private List<String> publishing(String url, String type, String keys) {
    List<String> arguments = new ArrayList<>(List.of(url, type));
    IntStream.range(0, KEYS)
        .mapToObj(k -> keys + k)
        .forEach(key -> arguments.add(key + "=" + journal.next(key)));
    return arguments;
  }

  List<Actor> all() {
    return Stream.concat(publishers.stream(), instances.stream()).toList();
  }

  /** Starts again whoever has ended without being told to. */
  void tend() {
    all().forEach(Actor::tend);
  }

  int endedByThemselves() {
    return all().stream().mapToInt(Actor::endedByItself).sum();
  }

  @Override
  public void close() {
    all().forEach(Actor::close);
  }
}
