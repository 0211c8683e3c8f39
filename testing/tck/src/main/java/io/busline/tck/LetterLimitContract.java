package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.RedriveOptions;
import io.busline.RedriveReport;
import io.busline.RetryPolicy;
import io.busline.Signal;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.OmittedData;
import io.busline.error.BrokerException;
import io.busline.error.TooLargeException;
import io.busline.logs.Warns;
import io.busline.spi.Broker;
import io.busline.spi.Capability;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.ForwardingBroker;
import io.busline.spi.LetterPage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A letter is kept whatever is in its way, or it is told why not; a redrive can be cut short. */
@Needs({Capability.GROUPS, Capability.DEAD_LETTERS})
abstract class LetterLimitContract extends Contract {
  private static final int LIMIT = 20_000;
  private static final String LARGE = "x".repeat(50_000);

  private final AtomicBoolean failing = new AtomicBoolean(true);

  LetterLimitContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"O05", "X06"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2, orMore = true)
  @Warns(value = "is stored without its data of 50000 bytes", orMore = true)
  void a_letter_that_is_too_large_is_kept_without_its_data() {
    Journal journal = subscribe(bus());
    scene()
        .closing(
            Scene.require(scene().harness.letterLimit(LIMIT), "limit the size of dead letters"));

    requireLetterWithoutData(bus(), journal);
  }

  @Test
  @Behaviour({"O05", "X06"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2, orMore = true)
  @Warns(value = "is stored without its data of 50000 bytes", orMore = true)
  void a_letter_without_its_data_is_stored_and_listed_as_any_other() {
    EventBus bus = scene().newBus(limited(scene().connect()), builder -> builder);
    Journal journal = subscribe(bus);

    requireLetterWithoutData(bus, journal);
  }

  private void requireLetterWithoutData(EventBus bus, Journal journal) {
    bus.publish(Scene.event(type("order.created"), "k", LARGE));
    bus.publish(Scene.event(type("order.created"), "k", "small"));

    List<DeadLetter> letters = scene().awaitLetters(bus, "a", 2);

    assertThat(letters).extracting(letter -> letter.event().data().length).containsExactly(0, 5);
    OmittedData omitted = OmittedData.of(letters.get(0).event()).orElseThrow();
    assertThat(omitted.bytes()).isEqualTo(LARGE.length());
    assertThat(omitted.sha256()).isEqualTo(sha256(LARGE));
    assertThat(letters.get(0).event().keyOrNull()).isEqualTo("k");
    assertThat(letters.get(0).cause()).contains("InjectedFailure");
    failing.set(false);
    RedriveReport report = redrive(bus);
    assertThat(report.redriven()).isZero();
    assertThat(report.failures().get(0).cause()).hasMessageContaining("has none of its data");
    assertThat(bus.deadLetters().discard(DeadLetterQuery.ofId(letters.get(0).id()))).isOne();
    assertThat(redrive(bus).redriven()).isOne();
    journal.awaitHandled(1);
    assertThat(journal.texts()).containsExactly("small");
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Behaviour({"O06", "X10"})
  @Warns(
      value = {"a dead letter could not be stored", "is a dead letter (HANDLER_FAILED)"},
      orMore = true)
  void a_letter_that_is_refused_is_told_until_it_is_stored() {
    List<String> told = new CopyOnWriteArrayList<>();
    EventBus bus =
        scene()
            .newBus(
                builder ->
                    builder.listener(
                        signal -> {
                          if (signal instanceof Signal.DeadLetterNotStored refused) {
                            told.add(String.valueOf(refused.cause().getMessage()));
                          }
                        }));
    subscribe(bus);
    Runnable end =
        Scene.require(scene().harness.refusedLetters(), "have its broker refuse letters");
    scene().closing(end);

    bus.publish(Scene.event(type("order.created"), "k", "1"));

    scene().await("it is told twice", () -> told.size() >= 2, told);
    Health health = bus.health();
    assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(health.problems()).anyMatch(problem -> problem.contains(told.get(0)));
    end.run();
    scene().awaitLetters(bus, "a", 1);
    scene().await("all is well", () -> bus.health().status() == Health.Status.UP, bus);
  }

  @Test
  @Behaviour({"O07", "X06"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 6, orMore = true)
  void a_redrive_that_was_cut_short_can_be_repeated() {
    AtomicBoolean cut = new AtomicBoolean(true);
    EventBus bus = scene().newBus(cutting(scene().connect(), cut), builder -> builder);
    Journal journal = subscribe(bus);
    for (String key : List.of("a", "b", "c")) {
      bus.publish(Scene.event(type("order.created"), key, key + "1"));
      bus.publish(Scene.event(type("order.created"), key, key + "2"));
    }
    scene().awaitLetters(bus, "a", 6);
    failing.set(false);

    assertThatThrownBy(() -> redrive(bus)).isInstanceOf(BrokerException.class);
    cut.set(false);
    redrive(bus);

    scene().await("all are handled", () -> journal.hasAll(List.of("a2", "b2", "c2")), journal);
    assertThat(bus.deadLetters().list(query(), 10)).isEmpty();
    bus.publish(Scene.event(type("order.created"), "a", "witness"));
    scene().await("the last one", () -> journal.hasAll(List.of("witness")), journal);
    if (scene().can(Capability.DEDUPLICATION)) {
      assertThat(journal.texts())
          .containsExactlyInAnyOrder("a1", "a2", "b1", "b2", "c1", "c2", "witness");
    } else {
      assertThat(journal.textsOfDistinct())
          .containsExactlyInAnyOrder("a1", "a2", "b1", "b2", "c1", "c2", "witness");
    }
  }

  private Journal subscribe(EventBus bus) {
    Journal journal = scene().journal("a", event -> failIfIll());
    bus.subscription(scene().name("a"))
        .on(type("order.created"), byte[].class, journal)
        .retry(RetryPolicy.none())
        .subscribe();
    return journal;
  }

  private void failIfIll() throws InjectedFailure {
    if (failing.get()) {
      throw new InjectedFailure();
    }
  }

  private RedriveReport redrive(EventBus bus) {
    return bus.deadLetters().redrive(query(), RedriveOptions.now());
  }

  private DeadLetterQuery query() {
    return DeadLetterQuery.ofGroup(scene().name("a"));
  }

  /** A broker that takes no letter of more data than the limit. */
  private static Broker limited(Broker broker) {
    return withLetters(
        broker,
        store ->
            new ForwardingLetters(store) {
              @Override
              public CompletableFuture<Void> store(DeadLetter letter) {
                return letter.event().data().length > LIMIT
                    ? CompletableFuture.failedFuture(new TooLargeException("it is too large"))
                    : super.store(letter);
              }
            });
  }

  /** A broker that is lost between publishing and removing. */
  private static Broker cutting(Broker broker, AtomicBoolean cut) {
    return withLetters(
        broker,
        store ->
            new ForwardingLetters(store) {
              @Override
              public int remove(Collection<String> ids) {
                if (cut.get()) {
                  throw new BrokerException("the process was killed");
                }
                return super.remove(ids);
              }
            });
  }

  private static Broker withLetters(Broker broker, UnaryOperator<DeadLetterStore> watched) {
    return new ForwardingBroker(broker) {
      @Override
      public Optional<DeadLetterStore> deadLetters() {
        return super.deadLetters().map(watched);
      }
    };
  }

  /** Hands everything to another store. */
  private static class ForwardingLetters implements DeadLetterStore {
    private final DeadLetterStore store;

    ForwardingLetters(DeadLetterStore store) {
      this.store = store;
    }

    @Override
    public void prepare(String group) {
      store.prepare(group);
    }

    @Override
    public CompletableFuture<Void> store(DeadLetter letter) {
      return store.store(letter);
    }

    @Override
    public LetterPage list(DeadLetterQuery query, String from, int limit) {
      return store.list(query, from, limit);
    }

    @Override
    public int remove(Collection<String> ids) {
      return store.remove(ids);
    }
  }
}
