package io.busline.spi.log;

import io.busline.spi.TimeSource.Registration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The registry as one member sees it. */
final class SimulatedRegistry implements Registry {
  private final LogWorld world;
  private final SimulatedMember member;
  private final SimulatedConnection connection;

  /** What the member was told last, for flaws. */
  final Map<String, @Nullable Value> seen = new HashMap<>();

  SimulatedRegistry(LogWorld world, SimulatedMember member) {
    this.world = world;
    this.member = member;
    this.connection = member.connection;
  }

  @Override
  public Optional<Value> get(String key) {
    connection.asks("reading " + key);
    if (world.has(LogFlaw.BURIES_UNASKED) && seen.containsKey(key) && key.startsWith("member.")) {
      return Optional.ofNullable(seen.get(key));
    }
    Value value = world.registry.get(key);
    seen.put(key, value);
    return Optional.ofNullable(value);
  }

  @Override
  public Optional<Value> glance(String key) {
    // Hardly older than a question would take.
    return world.chance.of(0.3) && seen.get(key) != null && key.startsWith("member.")
        ? Optional.ofNullable(seen.get(key))
        : get(key);
  }

  @Override
  public List<String> keys(String prefix) {
    connection.asks("listing " + prefix);
    return world.registry.keys(prefix);
  }

  @Override
  public CompletableFuture<@Nullable Value> update(String key, Change change, Urgency urgency) {
    member.requireAlive();
    return new SimulatedUpdate(world, member, this, key, change, urgency).begin();
  }

  @Override
  public void remove(String key) {
    connection.asks("removing " + key);
    world.registry.remove(member, key);
    connection.hears("removing " + key);
  }

  @Override
  public void tell(String group) {
    if (!connection.isOut()) {
      world.registry.tell(member);
    }
  }

  @Override
  public Registration watch(String group, Runnable changed) {
    return world.registry.watch(member, changed);
  }
}
