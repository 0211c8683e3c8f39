package io.busline;

import io.busline.event.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Notes all that it is told, and has every event carry the attribute that it is given. */
final class RecordingObserver implements Observer {
  final List<String> steps = new CopyOnWriteArrayList<>();
  final List<PublishObservation.PublishEnd> published = new CopyOnWriteArrayList<>();
  final List<HandlingObservation.AttemptEnd> handled = new CopyOnWriteArrayList<>();
  final List<Delivered> delivered = new CopyOnWriteArrayList<>();
  final List<Signal> signals = new CopyOnWriteArrayList<>();
  final ThreadLocal<String> within = new ThreadLocal<>();
  private final Map<String, String> attributes;

  RecordingObserver(Map<String, String> attributes) {
    this.attributes = attributes;
  }

  @Override
  public void connected(EventBus bus, String broker) {
    steps.add("connected to " + broker);
  }

  @Override
  public void subscribed(Subscription subscription) {
    steps.add("subscribed " + subscription.group().orElse("broadcast"));
  }

  @Override
  public PublishObservation publishing(Publish publish) {
    steps.add("publishing " + publish.kind() + " to " + publish.topic());
    return new PublishObservation() {
      @Override
      public Map<String, String> attributes(Event<?> event) {
        return attributes;
      }

      @Override
      public void ended(PublishEnd end) {
        published.add(end);
      }
    };
  }

  @Override
  public HandlingObservation handling(Delivered one) {
    return handlingTogether(List.of(one));
  }

  @Override
  public HandlingObservation handlingTogether(List<Delivered> all) {
    delivered.addAll(all);
    String id = all.get(0).event().id() + "/" + all.get(0).attempt().number();
    return new HandlingObservation() {
      @Override
      public Scope open() {
        String before = within.get();
        within.set(id);
        return () -> restore(before);
      }

      @Override
      public Map<String, String> deadLetterAttributes(Event<byte[]> event) {
        return Map.of("traced", id);
      }

      @Override
      public void ended(AttemptEnd end) {
        handled.add(end);
      }
    };
  }

  private void restore(@Nullable String before) {
    within.set(before);
  }

  @Override
  public void onSignal(Signal signal) {
    signals.add(signal);
  }

  @Override
  public void closed() {
    steps.add("closed");
  }
}
