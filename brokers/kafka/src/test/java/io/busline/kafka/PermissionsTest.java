package io.busline.kafka;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.Subscription.State;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.Finding;
import io.busline.error.BrokerException;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.event.Ordering;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Authority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a user must be allowed, which is what the guide lists, and what is told of what he is not.
 */
@MayWarn
class PermissionsTest {
  @TempDir private static Path folder;
  private static SecureServer server;
  private final List<AclBinding> given = new ArrayList<>();
  private final List<EventBus> buses = new ArrayList<>();
  private Shop shop;

  @BeforeAll
  static void start() {
    server =
        SecureServer.startStrict("secret", new Authority(folder).serverFor("localhost", "-1d", 30));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    shop = new Shop(server.server());
  }

  @AfterEach
  void close() {
    buses.forEach(EventBus::close);
    take(given);
    shop.close();
  }

  private static AclBinding may(
      AclOperation operation, ResourceType type, PatternType pattern, String name) {
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry("User:shop", "*", operation, AclPermissionType.ALLOW));
  }

  private void give(List<AclBinding> rights) {
    given.addAll(rights);
    shop.ask(a -> a.createAcls(rights).all());
    shop.await(
        "the server heeds them",
        () -> shop.ask(a -> a.describeAcls(AclBindingFilter.ANY).values()).containsAll(rights));
  }

  private void take(List<AclBinding> rights) {
    shop.ask(a -> a.deleteAcls(rights.stream().map(AclBinding::toFilter).toList()).all());
  }

  private EventBus bus(String options) {
    EventBus bus =
        EventBus.connect(
            "kafka://shop:secret@" + server.plainAddress() + "?partitions=2" + options, shop.name);
    buses.add(bus);
    return bus;
  }

  private AclBinding topic(AclOperation operation) {
    return may(operation, TOPIC, PatternType.LITERAL, shop.type("order"));
  }

  private AclBinding group(AclOperation operation) {
    return may(operation, GROUP, PatternType.PREFIXED, shop.name);
  }

  private static AclBinding letters(AclOperation operation) {
    return may(operation, TOPIC, PatternType.LITERAL, Topics.DEAD_LETTERS);
  }

  /** In the guide, by the same names. */
  private List<AclBinding> toPublish() {
    return List.of(topic(WRITE));
  }

  private List<AclBinding> toSubscribe() {
    return List.of(topic(READ), group(READ), letters(READ), letters(WRITE));
  }

  private List<AclBinding> toMakeTopics() {
    return List.of(topic(CREATE), letters(CREATE));
  }

  private List<AclBinding> toPublishInTransactions() {
    return List.of(
        may(WRITE, TRANSACTIONAL_ID, PatternType.PREFIXED, "busline-" + shop.name),
        may(WRITE, TOPIC, PatternType.LITERAL, shop.type("bill")),
        may(CREATE, TOPIC, PatternType.LITERAL, shop.type("bill")));
  }

  private List<AclBinding> toShare() {
    return List.of(group(ALTER_CONFIGS), group(DESCRIBE_CONFIGS));
  }

  private Subscription subscribe(EventBus bus, String group) {
    return bus.subscription(shop.name + group)
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add(Shop.text(e)))
        .subscribe();
  }

  @Test
  void who_may_only_write_publishes_into_a_topic_that_is_there() {
    shop.make("order", 2);
    give(toPublish());

    shop.publish(bus("&topology=none"), "order.created", "k", "1");
    shop.publish(bus(""), "order.created", "k", "2");

    assertThat(shop.read(shop.type("order"))).hasSize(2);
  }

  @Test
  void a_subscription_whose_letters_may_not_be_written_is_refused_with_the_reason() {
    give(List.of(topic(READ), topic(WRITE), group(READ), letters(READ)));
    give(toMakeTopics());
    EventBus bus = bus("");

    assertThatThrownBy(() -> subscribe(bus, "a"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("writing to topic busline.dead-letters would fail")
        .hasMessageContaining("the server forbids it");
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED)")
  void with_what_the_guide_lists_topics_are_made_and_events_handled_buried_and_brought_back() {
    give(toPublish());
    give(toSubscribe());
    give(toMakeTopics());
    EventBus bus = bus("");
    AtomicBoolean mended = new AtomicBoolean();
    Subscription subscription =
        bus.subscription(shop.name + "a")
            .on(
                shop.type("order.created"),
                byte[].class,
                event -> {
                  if (Shop.text(event).equals("poison") && !mended.get()) {
                    throw new IllegalStateException("injected");
                  }
                  shop.received.add(Shop.text(event));
                })
            .retry(RetryPolicy.none())
            .subscribe();
    bus.broadcast()
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add("b" + Shop.text(e)))
        .subscribe();

    shop.publish(bus, "order.created", "k", "1");
    shop.publish(bus, "order.created", "k", "poison");

    shop.awaitReceived("1", "b1", "bpoison");
    shop.letters(bus, "a", 1);
    mended.set(true);
    bus.deadLetters().redrive(DeadLetterQuery.ofGroup(shop.name + "a"), RedriveOptions.now());
    shop.awaitReceived("poison");
    shop.await("nothing is left", () -> subscription.lag().orElse(-1) == 0);
    assertThat(bus.groups()).anyMatch(group -> group.name().equals(shop.name + "a"));
    assertThat(bus.topics()).anyMatch(topic -> topic.name().equals(shop.type("order")));
  }

  @Test
  void with_what_the_guide_lists_handlers_publish_in_transactions() {
    give(toPublish());
    give(toSubscribe());
    give(toMakeTopics());
    give(toPublishInTransactions());
    EventBus bus = bus("");
    bus.subscription(shop.name + "a")
        .onTransaction(
            shop.type("order.created"),
            byte[].class,
            (event, outputs) ->
                outputs.publish(Event.builder(shop.type("bill.sent"), event.data()).subject("k")))
        .subscribe();

    shop.publish(bus, "order.created", "k", "1");

    shop.await(
        "it is published",
        () ->
            shop.ask(a -> a.listTopics().names()).contains(shop.type("bill"))
                && !shop.read(shop.type("bill")).isEmpty());
  }

  @Test
  void with_what_the_guide_lists_a_share_group_works() {
    give(toPublish());
    give(toSubscribe());
    give(toMakeTopics());
    give(toShare());
    EventBus bus = bus("");
    bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add(Shop.text(e)))
        .ordering(Ordering.NONE)
        .option(ShareGroups.OPTION, "true")
        .subscribe();

    shop.publish(bus, "order.created", "k", "1");

    shop.awaitReceived("1");
  }

  @Test
  void with_what_the_guide_lists_topics_are_verified_and_diagnosed() {
    give(toPublish());
    give(toMakeTopics());
    shop.publish(bus(""), "order.created", "k", "1");
    give(List.of(topic(DESCRIBE_CONFIGS), letters(READ), letters(DESCRIBE_CONFIGS)));
    EventBus bus = bus("&topology=verify");

    shop.publish(bus, "order.created", "k", "2");

    // The server takes a moment to heed what a user has been given.
    shop.await(
        "nothing is forbidden",
        () ->
            bus.diagnose().stream()
                .noneMatch(found -> found.severity() == Finding.Severity.FAILURE));
  }

  @Test
  void what_is_not_allowed_is_refused_with_the_reason() {
    shop.make("order", 2);
    EventBus bus = bus("");

    assertThatThrownBy(() -> shop.publish(bus, "order.created", "k", "1"))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining("the server forbids it")
        .hasMessageContaining(shop.type("order"));
    give(List.of(topic(READ), letters(READ), letters(WRITE), letters(CREATE)));
    assertThatThrownBy(() -> subscribe(bus, "a"))
        .hasMessageContaining("the server forbids it")
        .hasMessageContaining("roup");
  }

  static Stream<Arguments> rights() {
    return Stream.of(
        Arguments.of("topic", READ), Arguments.of("group", READ), Arguments.of("topic", WRITE));
  }

  @ParameterizedTest
  @MethodSource("rights")
  void what_is_withdrawn_is_told_and_once_given_back_all_goes_on(
      String resource, AclOperation operation) {
    shop.make("order", 2);
    give(toPublish());
    give(toSubscribe());
    give(toMakeTopics());
    EventBus bus = bus("");
    Subscription subscription = subscribe(bus, "a");
    shop.publish(bus, "order.created", "k", "before");
    shop.awaitReceived("before");
    AclBinding right = resource.equals("topic") ? topic(operation) : group(operation);

    take(List.of(right));
    if (operation == WRITE) {
      shop.await("publishing is refused", () -> isForbidden(bus));
    } else {
      shop.await("the reader says so", () -> subscription.state() == State.RECOVERING);
      assertThat(bus.health().toString()).contains("the server forbids it");
    }
    give(List.of(right));

    shop.await("publishing goes on", () -> catchThrowable(() -> publish(bus, "after")) == null);
    shop.awaitReceived("after");
    shop.await("the reader goes on", () -> subscription.state() == State.RUNNING);
    assertThat(bus.health().problems()).isEmpty();
  }

  private boolean isForbidden(EventBus bus) {
    Throwable failure = catchThrowable(() -> publish(bus, "refused"));
    if (failure != null) {
      assertThat(failure)
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("the server forbids it");
    }
    return failure != null;
  }

  private void publish(EventBus bus, String text) {
    shop.publish(bus, "order.created", "k", text);
  }
}
