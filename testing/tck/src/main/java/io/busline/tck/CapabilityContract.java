package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.Receipt;
import io.busline.Subscription;
import io.busline.admin.GroupInfo;
import io.busline.error.UnsupportedException;
import io.busline.event.EventBuilder;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.Capability;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is declared works, what is not is refused, and nothing is between. */
abstract class CapabilityContract extends Contract {

  CapabilityContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"X19", "D15"})
  void the_broker_declares_what_its_author_says() {
    for (Capability capability : Capability.values()) {
      assertThat(bus().can(capability))
          .as("the bus can " + capability.inWords())
          .isEqualTo(scene().can(capability));
    }
    assertThat(scene().broker().description().capabilities())
        .containsExactlyInAnyOrderElementsOf(scene().harness.capabilities());
  }

  @Test
  @Behaviour("X19")
  void whatever_is_not_declared_is_refused_with_a_remedy_and_the_rest_is_granted() {
    for (Capability capability : Capability.values()) {
      if (scene().can(capability)) {
        bus()
            .broadcast()
            .requires(capability)
            .on(type("order.created"), byte[].class, event -> {})
            .subscribe()
            .close();
      } else {
        Refusals.assertRefused(scene(), capability);
      }
    }
  }

  @Test
  @Behaviour("X19")
  void the_broker_itself_refuses_a_consumer_it_cannot_serve() {
    Broker broker = scene().broker();
    if (!scene().can(Capability.GROUPS)) {
      assertThatThrownBy(
              () -> new Member(scene(), broker, scene().name("a"), StartPosition.latest()))
          .isInstanceOf(UnsupportedException.class);
    }
    if (!scene().can(Capability.START_POSITIONS)) {
      assertThatThrownBy(() -> new Member(scene(), broker, null, StartPosition.earliest()))
          .isInstanceOf(UnsupportedException.class);
    }
    assertThat(broker.deadLetters().isPresent()).isEqualTo(scene().can(Capability.DEAD_LETTERS));
  }

  @Test
  @Behaviour("X19")
  void an_option_of_another_technology_is_refused() {
    assertThatThrownBy(
            () ->
                bus()
                    .broadcast()
                    .on(type("order.created"), byte[].class, event -> {})
                    .option("nobody.knows", "it")
                    .subscribe())
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("nobody.knows")
        .hasMessageContaining(scene().broker().description().name());
  }

  @Test
  @Behaviour("X19")
  void lag_is_told_exactly_where_it_is_declared() {
    Journal journal = scene().journal("subscriber");
    Subscription subscription =
        scene().group(bus(), "a").on(type("order.created"), byte[].class, journal).subscribe();
    bus().publish(Scene.event(type("order.created"), "1"));
    journal.awaitHandled(1);

    OptionalLong lag = subscription.lag();

    assertThat(lag.isPresent()).isEqualTo(scene().can(Capability.LAG));
    assertThat(scene().can(Capability.LISTING) ? bus().groups() : List.<GroupInfo>of())
        .filteredOn(group -> group.name().equals(scene().name("a")))
        .allMatch(group -> group.lag().isPresent() == scene().can(Capability.LAG));
  }

  @Test
  @Behaviour("X19")
  void a_duplicate_is_recognised_exactly_where_it_is_declared() {
    Journal journal = scene().journal("subscriber");
    scene().group(bus(), "a").on(type("order.created"), byte[].class, journal).subscribe();
    EventBuilder<byte[]> event = Scene.event(type("order.created"), "k", "1").id("e-1");

    bus().publish(event);
    Receipt again = bus().publish(event);

    bus().publish(Scene.event(type("order.created"), "k", "witness"));
    boolean declared = scene().can(Capability.DEDUPLICATION);
    scene().await("the last arrives", () -> journal.texts().contains("witness"), journal);
    assertThat(again.isDuplicate()).isEqualTo(declared);
    assertThat(journal.texts())
        .isEqualTo(declared ? List.of("1", "witness") : List.of("1", "1", "witness"));
  }

  @Test
  @Behaviour("X19")
  void the_explanation_tells_what_is_promised_and_what_is_not() {
    Subscription subscription =
        scene().group(bus(), "a").on(type("order.created"), byte[].class, event -> {}).subscribe();

    String explanation = bus().explain();

    for (Capability capability : Capability.values()) {
      assertThat(line(explanation, "it can ").contains(capability.inWords()))
          .as("%s is among what it can", capability)
          .isEqualTo(scene().can(capability));
      assertThat(line(explanation, "it cannot ").contains(capability.inWords()))
          .as("%s is among what it cannot", capability)
          .isNotEqualTo(scene().can(capability));
    }
    assertThat(subscription.explain())
        .contains(scene().can(Capability.REDELIVERY) ? "at least once" : "at most once");
  }

  private static String line(String explanation, String name) {
    return explanation
        .lines()
        .filter(line -> line.strip().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line for " + name + "in " + explanation));
  }
}
