package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.busline.logs.MayWarn;
import io.busline.spi.Broker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * The kit catches a broker that breaks a promise, in the test that is about that promise. The bus
 * may warn of anything then.
 */
@MayWarn
class LyingBrokerTest {
  /** Failures are wanted here; whoever listens to the tests of this JVM is not to hear of them. */
  private static final LauncherConfig UNHEARD =
      LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();

  @Test
  void a_broker_that_keeps_its_promises_passes() {
    assertThat(failuresOf(Honest.class, BrokerCompatibilityKit.Consumers.class)).isEmpty();
    assertThat(failuresOf(Honest.class, BrokerCompatibilityKit.Capabilities.class)).isEmpty();
  }

  @Test
  void lost_acknowledgements_are_caught() {
    assertThat(failuresOf(LosesAcknowledgements.class, BrokerCompatibilityKit.Consumers.class))
        .contains("a_message_that_is_acknowledged_never_comes_again");
    assertThat(failuresOf(LosesAcknowledgements.class, BrokerCompatibilityKit.Lifecycle.class))
        .contains("closing_waits_for_the_handler_that_runs_and_its_acknowledgement");
  }

  @Test
  void redelivery_that_is_claimed_and_does_not_happen_is_caught() {
    assertThat(failuresOf(Forgets.class, BrokerCompatibilityKit.Consumers.class))
        .contains(
            "what_is_released_comes_again_in_order_without_counting_an_attempt",
            "after_acknowledging_out_of_order_exactly_the_rest_comes_again");
    assertThat(failuresOf(Forgets.class, BrokerCompatibilityKit.Sharing.class))
        .contains("what_a_closed_consumer_held_goes_to_the_next_at_once_and_in_order");
    assertThat(failuresOf(Forgets.class, BrokerCompatibilityKit.Lifecycle.class))
        .contains(
            "a_drain_that_runs_out_of_time_names_what_it_abandons_and_that_comes_again",
            "a_drain_gives_back_what_no_handler_has_begun");
  }

  @Test
  void messages_that_are_never_given_back_are_caught() {
    assertThat(failuresOf(KeepsReleased.class, BrokerCompatibilityKit.Consumers.class))
        .contains("what_is_released_comes_again_in_order_without_counting_an_attempt");
  }

  @Test
  void a_key_out_of_order_is_caught() {
    assertThat(failuresOf(Reorders.class, BrokerCompatibilityKit.Order.class))
        .contains("the_events_of_each_key_are_handled_in_order_by_parallel_handlers");
    assertThat(failuresOf(Reorders.class, BrokerCompatibilityKit.Sending.class))
        .contains("what_is_sent_together_arrives_in_that_order");
  }

  @Test
  void a_loop_that_never_rests_is_caught() {
    assertThat(failuresOf(Honest.class, BrokerCompatibilityKit.World.class)).isEmpty();
    assertThat(failuresOf(NeverRests.class, BrokerCompatibilityKit.World.class))
        .contains("a_subscription_waits_while_its_store_is_slow");
  }

  @Test
  void doubles_in_quiet_times_are_caught() {
    assertThat(failuresOf(DeliversTwice.class, BrokerCompatibilityKit.Publishing.class))
        .contains("every_event_published_arrives_once_with_its_id_and_data");
  }

  @Test
  void more_than_was_asked_for_is_caught() {
    assertThat(failuresOf(BringsMore.class, BrokerCompatibilityKit.Consumers.class))
        .contains("a_poll_for_nothing_brings_nothing");
  }

  @Test
  void a_confirmation_of_what_is_not_stored_is_caught() {
    assertThat(failuresOf(ConfirmsAir.class, BrokerCompatibilityKit.Publishing.class))
        .contains("every_event_published_arrives_once_with_its_id_and_data");
  }

  @Test
  void a_second_answer_is_caught() {
    assertThat(failuresOf(AnswersTwice.class, BrokerCompatibilityKit.Sending.class))
        .contains("every_message_sent_is_answered_exactly_once");
  }

  @Test
  void a_broker_that_throws_instead_of_answering_is_caught() {
    assertThat(failuresOf(ThrowsWhenClosed.class, BrokerCompatibilityKit.Sending.class))
        .containsExactly("a_closed_connection_answers_and_never_throws");
  }

  @Test
  void an_attribute_lost_on_the_way_is_caught() {
    assertThat(failuresOf(LosesExtensions.class, BrokerCompatibilityKit.Envelopes.class))
        .contains(
            "every_attribute_arrives_as_it_was_published", "many_extensions_survive_together");
  }

  @Test
  void groups_that_do_not_share_are_caught() {
    assertThat(failuresOf(IgnoresGroups.class, BrokerCompatibilityKit.Groups.class))
        .contains("the_instances_of_a_group_share_its_events_without_doubles");
  }

  @Test
  void a_start_that_is_not_the_one_asked_for_is_caught() {
    assertThat(failuresOf(BeginsWithOldest.class, BrokerCompatibilityKit.Groups.class))
        .contains("every_instance_of_a_broadcast_sees_every_event_from_then_on");
    assertThat(failuresOf(BeginsWithOldest.class, BrokerCompatibilityKit.Starts.class))
        .contains("a_subscription_may_begin_at_a_time");
  }

  @Test
  void a_capability_that_is_there_and_not_declared_is_caught() {
    assertThat(failuresOf(HidesLag.class, BrokerCompatibilityKit.Capabilities.class))
        .containsExactly("lag_is_told_exactly_where_it_is_declared");
  }

  @Test
  void durability_that_is_claimed_and_not_there_is_caught() {
    assertThat(failuresOf(ClaimsDurable.class, BrokerFaultKit.Durability.class))
        .contains("confirmed_events_are_there_after_the_end_of_everything");
  }

  private static Set<String> failuresOf(
      Class<? extends BrokerCompatibilityKit> kit, Class<? extends Contract> contract) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectNestedClass(List.of(kit), contract))
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create(UNHEARD).execute(request, summary);
    assertThat(summary.getSummary().getTestsFoundCount()).isPositive();
    return summary.getSummary().getFailures().stream()
        .map(LyingBrokerTest::nameOf)
        .collect(Collectors.toSet());
  }

  private static String nameOf(Failure failure) {
    return failure.getTestIdentifier().getLegacyReportingName().replaceAll("\\(.*", "");
  }

  /** A kit of one liar; none of these is run but by this test. */
  abstract static class Kit extends BrokerCompatibilityKit {
    private final UnaryOperator<Broker> lie;

    Kit(UnaryOperator<Broker> lie) {
      this.lie = lie;
    }

    /** What a liar does not do at once it never does. */
    Duration patience() {
      return Duration.ofMillis(400);
    }

    @Override
    protected BrokerHarness harness() {
      return new LyingHarness(lie, patience());
    }
  }

  static class Honest extends Kit {
    Honest() {
      super(broker -> broker);
    }

    @Override
    Duration patience() {
      return Duration.ofSeconds(10);
    }
  }

  static class LosesAcknowledgements extends Kit {
    LosesAcknowledgements() {
      super(Lies::losesAcknowledgements);
    }
  }

  static class Forgets extends Kit {
    Forgets() {
      super(Lies::forgetsWhatWasNotAcknowledged);
    }
  }

  static class KeepsReleased extends Kit {
    KeepsReleased() {
      super(Lies::keepsReleasedMessages);
    }
  }

  static class Reorders extends Kit {
    Reorders() {
      super(Lies::reordersEachKey);
    }
  }

  static class NeverRests extends Kit {
    NeverRests() {
      super(Lies::neverRests);
    }
  }

  static class DeliversTwice extends Kit {
    DeliversTwice() {
      super(Lies::deliversTwice);
    }
  }

  static class BringsMore extends Kit {
    BringsMore() {
      super(Lies::bringsMoreThanWasAskedFor);
    }
  }

  static class ConfirmsAir extends Kit {
    ConfirmsAir() {
      super(Lies::confirmsWhatItDoesNotStore);
    }
  }

  static class AnswersTwice extends Kit {
    AnswersTwice() {
      super(Lies::answersTwice);
    }
  }

  static class ThrowsWhenClosed extends Kit {
    ThrowsWhenClosed() {
      super(Lies::throwsWhenClosed);
    }
  }

  static class LosesExtensions extends Kit {
    LosesExtensions() {
      super(Lies::losesExtensions);
    }
  }

  static class IgnoresGroups extends Kit {
    IgnoresGroups() {
      super(Lies::ignoresGroups);
    }
  }

  static class BeginsWithOldest extends Kit {
    BeginsWithOldest() {
      super(Lies::alwaysBeginsWithTheOldest);
    }
  }

  static class HidesLag extends Kit {
    HidesLag() {
      super(Lies::tellsALagItDoesNotDeclare);
    }
  }

  static class ClaimsDurable extends Kit {
    ClaimsDurable() {
      super(Lies::claimsToBeDurable);
    }
  }
}
