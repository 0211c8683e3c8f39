package io.busline.delivery;

import io.busline.delivery.FailurePolicy.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A machine, what it asks for in words, and workers that do as they are told. A delivery is called
 * after its key and number, as in "a1"; without a key, as in "-1". Time is in milliseconds.
 */
final class Bench implements Actions {
  static final long TIMEOUT = 1_000;
  static final long RETRY = 100;

  private final List<String> asked = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();
  private final Map<String, Delivery> deliveries = new HashMap<>();
  final DeliveryMachine machine;
  private long now;
  private String throwing = "";
  private boolean defers;

  private Bench(MachineSettings settings, int attempts, boolean discards) {
    Verdict end = discards ? new Verdict.Discard() : new Verdict.DeadLetter();
    Verdict retry = new Verdict.Retry(nanos(RETRY));
    machine =
        new DeliveryMachine(settings, (n, failure) -> decide(n < attempts ? retry : end), this);
  }

  static Bench of(int concurrency) {
    return of(concurrency, 1, 3);
  }

  static Bench of(int concurrency, int maxBatch, int attempts) {
    return new Bench(settings(concurrency, maxBatch, false), attempts, false);
  }

  /** Holds four deliveries, and gives keys back that do not move. */
  static Bench deferring(int concurrency) {
    MachineSettings small = new MachineSettings(concurrency, 4, 1, nanos(TIMEOUT * 10), false);
    Bench bench = new Bench(small, 3, false);
    bench.defers = true;
    return bench;
  }

  static Bench handlingAsOne(int concurrency, int maxBatch) {
    return new Bench(settings(concurrency, maxBatch, true), 3, false);
  }

  static Bench discarding() {
    return new Bench(settings(1, 1, false), 1, true);
  }

  private static MachineSettings settings(int concurrency, int maxBatch, boolean whole) {
    return new MachineSettings(concurrency, 100, maxBatch, nanos(TIMEOUT), whole);
  }

  static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Lets the machine learn that its handler is so fast that a worker can have many at once. */
  Bench withFastHandler() {
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 1 << i; j++) {
        arrive("-fast" + i + "." + j);
      }
      turn();
      while (!batches.isEmpty()) {
        succeed();
        turn();
      }
    }
    asked.clear();
    return this;
  }

  void arrive(String... names) {
    for (String name : names) {
      arrive(name, 0, 0);
    }
  }

  void arrive(String name, int priorAttempts, long due) {
    String key = name.startsWith("-") ? null : name.substring(0, 1);
    Delivery delivery = new Delivery(name, key, priorAttempts, nanos(due));
    deliveries.put(name, delivery);
    machine.arrived(delivery, nanos(now));
  }

  Delivery delivery(String name) {
    return deliveries.get(name);
  }

  /** Throws something, once, when the machine asks for this. */
  void throwAt(String what) {
    throwing = what;
  }

  private void ask(String what, String about) {
    asked.add(what + " " + about);
    throwIfAsked(what);
  }

  private Verdict decide(Verdict verdict) {
    throwIfAsked("decide");
    return verdict;
  }

  private void throwIfAsked(String what) {
    if (throwing.equals(what)) {
      throwing = "";
      throw new LinkageError("injected into " + what);
    }
  }

  /** Time goes on, and the machine does not notice. */
  void wait(int millis) {
    now += millis;
  }

  /** Time goes on, and the machine does what is due; returns when it wants to be called again. */
  long turnAfter(int millis) {
    wait(millis);
    return turn();
  }

  long turn() {
    long next = machine.advance(nanos(now));
    return next == Long.MAX_VALUE ? next : TimeUnit.NANOSECONDS.toMillis(next) - now;
  }

  /** The oldest batch that a worker has. */
  Batch batch() {
    return batch(0);
  }

  /** A batch that a worker has; 0 is the oldest. */
  Batch batch(int index) {
    return batches.get(index);
  }

  /** The worker of the oldest batch begins with its next delivery. */
  int begin() {
    return Steps.begin(batch());
  }

  /** The worker of the oldest batch handles so many deliveries, all well. */
  void succeedWith(int count) {
    for (int i = 0; i < count; i++) {
      batch().step(delivery -> null);
    }
  }

  /** The worker of the oldest batch fails with its next delivery. */
  void failWithNext() {
    batch().step(delivery -> new IllegalStateException("no luck"));
  }

  /** The worker of the oldest batch has done all it could. */
  void end() {
    Batch batch = batches.remove(0);
    batch.took(100L * batch.size());
    machine.finished(batch, nanos(now));
  }

  void succeed() {
    succeedWith(batch().size());
    end();
  }

  /** The worker of the oldest batch makes something of each of its deliveries. */
  void make(String made) {
    for (int i = 0, size = batch().size(); i < size; i++) {
      batch().step(delivery -> made);
    }
    end();
  }

  void completed(String name) {
    machine.completed(delivery(name), null, nanos(now));
  }

  void notCompleted(String name) {
    machine.completed(delivery(name), new IllegalStateException("aborted"), nanos(now));
  }

  void fail() {
    failWithNext();
    end();
  }

  /** The handler of the oldest batch, which takes all at once, fails with those named. */
  void handleAsOne(String... failing) {
    List<String> fail = Arrays.asList(failing);
    batch()
        .runTogether(
            all ->
                all.stream()
                    .map(d -> fail.contains(d.message()) ? (Throwable) new Exception("no") : null)
                    .collect(Collectors.toCollection(ArrayList::new)));
    end();
  }

  void revoke(String name) {
    machine.revoked(delivery(name), nanos(now));
  }

  void drain() {
    machine.drain(nanos(now));
  }

  void letterStored(String name) {
    machine.deadLettered(delivery(name), nanos(now));
  }

  void letterNotStored(String name) {
    machine.deadLetterFailed(delivery(name), nanos(now));
  }

  /** What the machine asked for since this was called last. */
  List<String> asked() {
    List<String> since = List.copyOf(asked);
    asked.clear();
    return since;
  }

  List<String> held() {
    List<String> names = new ArrayList<>();
    machine.forEachHeld(delivery -> names.add((String) delivery.message()));
    return names;
  }

  private static String names(Batch batch) {
    return IntStream.range(0, batch.size())
        .mapToObj(i -> (String) batch.delivery(i).message())
        .collect(Collectors.joining(" "));
  }

  @Override
  public void run(Batch batch) {
    ask("run", names(batch));
    batches.add(batch);
  }

  @Override
  public void interrupt(Batch batch) {
    ask("interrupt", names(batch));
  }

  @Override
  public void ack(Delivery delivery) {
    ask("ack", "" + delivery.message());
  }

  @Override
  public void complete(Delivery delivery, Object made) {
    ask("complete", "" + delivery.message() + " with " + made);
  }

  @Override
  public boolean canDefer() {
    return defers;
  }

  @Override
  public void defer(List<Delivery> given) {
    given.forEach(each -> ask("defer", "" + each.message()));
  }

  @Override
  public void resume(String key) {
    ask("resume", key);
  }

  @Override
  public void release(Delivery delivery) {
    ask("release", "" + delivery.message());
  }

  @Override
  public void retrying(Delivery delivery) {
    ask("retry", "" + delivery.message());
  }

  @Override
  public void deadLetter(Delivery delivery) {
    ask("bury", "" + delivery.message());
  }

  @Override
  public void discarded(Delivery delivery) {
    ask("discard", "" + delivery.message());
  }
}
