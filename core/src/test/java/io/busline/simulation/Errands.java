package io.busline.simulation;

import io.busline.delivery.Actions;
import io.busline.delivery.Batch;
import io.busline.delivery.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a machine asks for, done as {@code DeliveryLoop} does it, once it is found to be right. */
final class Errands implements Actions {
  private final World world;
  private final Loop loop;
  private final Connection connection;
  private final Map<Batch, Worker> workers = new HashMap<>();
  private final List<HandOver> acks = new ArrayList<>();
  private final List<HandOver> releases = new ArrayList<>();
  private final List<Runnable> deferrals = new ArrayList<>();

  Errands(World world, Loop loop, Connection connection) {
    this.world = world;
    this.loop = loop;
    this.connection = connection;
  }

  private MachineRecord record() {
    return loop.record();
  }

  boolean areDone() {
    return workers.isEmpty();
  }

  /** Sends what came together in a turn. */
  void settle() {
    if (!acks.isEmpty()) {
      connection.ack(List.copyOf(acks));
      acks.clear();
    }
    if (!releases.isEmpty()) {
      connection.release(List.copyOf(releases));
      releases.clear();
    }
    deferrals.forEach(Runnable::run);
    deferrals.clear();
  }

  /** Whether something is thrown here, instead of done. */
  private boolean throwsNow() {
    boolean thrown = world.strikes(world.scenario.rates().throwing());
    if (thrown) {
      world.sights.add(Sight.THROWN_AT_THE_MACHINE);
    }
    return thrown;
  }

  private static Error thrown() {
    return new LinkageError("injected into what the machine asks for");
  }

  @Override
  public void run(Batch batch) {
    if (throwsNow()) {
      if (world.has(Flaw.HIDES_THAT_NO_WORKER_STARTED)) {
        return;
      }
      throw thrown();
    }
    Worker worker = new Worker(loop, batch, world);
    workers.put(batch, worker);
    record().run(worker);
    if (world.trace.on) {
      world.note("%s hands out %s".formatted(loop, worker.contents()));
    }
    worker.start();
  }

  /** A worker has come to its end; on its thread. */
  void ended(Worker worker) {
    if (world.has(Flaw.LOSES_ENDINGS) && world.chance.of(0.1)) {
      return;
    }
    loop.post(
        () -> {
          workers.remove(worker.batch);
          try {
            loop.machine().finished(worker.batch, world.now());
          } finally {
            record().finished(worker);
          }
        });
  }

  @Override
  public void interrupt(Batch batch) {
    Worker worker = workers.get(batch);
    if (world.trace.on) {
      world.note("%s gives up %s".formatted(loop, worker.contents()));
    }
    record().gaveUp(worker);
    if (throwsNow()) {
      worker.gaveUp();
      throw thrown();
    }
    worker.interrupt();
  }

  @Override
  public void ack(Delivery delivery) {
    HandOver handOver = note("acknowledges", delivery);
    record().acked(delivery);
    if (world.has(Flaw.ACKNOWLEDGES_TWICE)) {
      record().acked(delivery);
    }
    if (throwsNow()) {
      handOver.fate.excuses++;
      throw thrown();
    }
    acks.add(handOver);
  }

  /** A simulated handler makes nothing. */
  @Override
  public void complete(Delivery delivery, Object made) {
    throw new AssertionError(MachineRecord.of(delivery) + " has made " + made);
  }

  @Override
  public void release(Delivery delivery) {
    HandOver handOver = note("releases", delivery);
    record().released(delivery);
    if (throwsNow()) {
      throw thrown();
    }
    releases.add(handOver);
  }

  @Override
  public boolean canDefer() {
    return world.scenario.defers();
  }

  @Override
  public void defer(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      HandOver handOver = note("defers", delivery);
      record().deferred(handOver);
      int attempts = delivery.attempts();
      long due = delivery.dueAt();
      deferrals.add(() -> connection.defer(handOver, attempts, due));
    }
  }

  @Override
  public void resume(String key) {
    if (world.trace.on) {
      world.note("%s resumes key %s".formatted(loop, key));
    }
    if (!world.has(Flaw.FORGETS_DEFERRED_KEYS)) {
      deferrals.add(() -> connection.resume(key));
    }
  }

  @Override
  public void retrying(Delivery delivery) {
    HandOver handOver = note("parks", delivery);
    record().retrying(delivery);
    if (throwsNow()) {
      throw thrown();
    }
    connection.retryLater(handOver, delivery.attempts(), delivery.dueAt());
  }

  @Override
  public void deadLetter(Delivery delivery) {
    HandOver handOver = note("buries", delivery);
    record().dying(delivery);
    if (throwsNow()) {
      record().letterFailed(handOver);
      throw thrown();
    }
    connection.storeLetter(
        handOver.fate, stored -> loop.post(() -> deadLettered(handOver, delivery, stored)));
    if (world.has(Flaw.TRUSTS_THE_LETTER_BOX)) {
      loop.post(() -> loop.machine().deadLettered(delivery, world.now()));
    }
  }

  private void deadLettered(HandOver handOver, Delivery delivery, boolean stored) {
    if (stored) {
      record().letterStored(handOver);
      loop.machine().deadLettered(delivery, world.now());
    } else {
      loop.machine().deadLetterFailed(delivery, world.now());
      record().letterFailed(handOver);
    }
  }

  @Override
  public void discarded(Delivery delivery) {
    note("discards", delivery);
    record().discarded(delivery);
    if (throwsNow()) {
      throw thrown();
    }
  }

  private HandOver note(String what, Delivery delivery) {
    HandOver handOver = MachineRecord.of(delivery);
    if (world.trace.on) {
      world.note("%s %s %s".formatted(loop, what, handOver));
    }
    return handOver;
  }
}
