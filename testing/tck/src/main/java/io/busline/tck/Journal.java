package io.busline.tck;

import io.busline.EventHandler;
import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that writes down what it was given, before and after doing what a test asks. */
final class Journal implements EventHandler<byte[]> {
  private final Scene scene;
  private final String name;
  private final EventHandler<byte[]> body;
  private final List<Event<byte[]>> tried = new CopyOnWriteArrayList<>();
  private final List<Event<byte[]>> handled = new CopyOnWriteArrayList<>();

  Journal(Scene scene, String name, EventHandler<byte[]> body) {
    this.scene = scene;
    this.name = name;
    this.body = body;
  }

  @Override
  public void handle(Event<byte[]> event) throws Exception {
    tried.add(event);
    body.handle(event);
    handled.add(event);
  }

  /** The events of all attempts, in the order in which they began. */
  List<Event<byte[]>> tried() {
    return List.copyOf(tried);
  }

  /** The events that were handled well, in that order. */
  List<Event<byte[]>> handled() {
    return List.copyOf(handled);
  }

  /** Whether all these texts were handled; it costs little to ask as long as too few were. */
  boolean hasAll(Collection<String> texts) {
    return handled.size() >= texts.size() && new HashSet<>(texts()).containsAll(texts);
  }

  Event<byte[]> onlyHandled() {
    if (handled.size() != 1) {
      throw new AssertionError("%s: expected one event, saw %s".formatted(name, this));
    }
    return handled.get(0);
  }

  List<String> ids() {
    return handled.stream().map(Event::id).toList();
  }

  /** The data of what was handled, as text. */
  List<String> texts() {
    return texts(handled);
  }

  /** The data of what was handled, as text, once for each id: a reader may see an event twice. */
  List<String> textsOfDistinct() {
    Map<String, String> byId = new LinkedHashMap<>();
    handled.forEach(event -> byId.put(event.id(), text(event)));
    return List.copyOf(byId.values());
  }

  List<String> triedTexts() {
    return texts(tried);
  }

  /** The data of what was handled of one key, as text. */
  List<String> textsOf(String key) {
    return texts(handled.stream().filter(event -> key.equals(event.keyOrNull())).toList());
  }

  void awaitHandled(int count) {
    scene.await("%s handles %d events".formatted(name, count), () -> handled.size() >= count, this);
  }

  void awaitTried(int count) {
    scene.await("%s begins %d attempts".formatted(name, count), () -> tried.size() >= count, this);
  }

  static String text(Event<byte[]> event) {
    return new String(event.data(), StandardCharsets.UTF_8);
  }

  private static List<String> texts(List<Event<byte[]>> events) {
    List<String> texts = new ArrayList<>(events.size());
    events.forEach(event -> texts.add(text(event)));
    return texts;
  }

  @Override
  public String toString() {
    return "%d handled %s, %d attempts %s"
        .formatted(handled.size(), cut(texts()), tried.size(), cut(triedTexts()));
  }

  private static String cut(List<String> texts) {
    int shown = 40;
    return texts.size() <= shown
        ? texts.toString()
        : "… " + texts.subList(texts.size() - shown, texts.size());
  }
}
