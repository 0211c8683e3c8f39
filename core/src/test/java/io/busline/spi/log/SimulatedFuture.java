package io.busline.spi.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** An answer to come. A member that waits for it lets time pass, and the others run. */
final class SimulatedFuture<T> extends CompletableFuture<T> {
  private final SimulatedMember member;

  SimulatedFuture(SimulatedMember member) {
    this.member = member;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new SimulatedFuture<>(member);
  }

  @Override
  public T join() {
    member.await(this::isDone);
    return super.join();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    member.await(this::isDone);
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException {
    return get();
  }
}
