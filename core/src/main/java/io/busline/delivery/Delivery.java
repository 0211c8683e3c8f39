package io.busline.delivery;

import org.jspecify.annotations.Nullable;

/**
 * One message on its way through the engine. Belongs to the thread that owns the machine; a worker
 * reads only what is final.
 */
public final class Delivery {

  /** Where a delivery is. */
  enum State {
    /** In its lane, behind another of its key. */
    WAITING,
    /** May run as soon as a worker is free. */
    READY,
    /** Waits for its time, at the head of its lane. */
    PARKED,
    /** With a worker. */
    RUNNING,
    /** Its dead letter is being stored. */
    DYING,
    /** Its acknowledgement is being stored, together with what its handler made. */
    COMPLETING,
    /** Settled, given back, or taken away. */
    GONE
  }

  private final Object message;
  private final @Nullable String key;
  private final int priorAttempts;

  /** Written by a worker, before what it begins can fail. */
  private volatile @Nullable Object observation;

  State state = State.WAITING;
  @Nullable Lane lane;
  int attempts;
  long dueAt;
  long firstFailedAt;
  long leavingSince;

  /** How often its dead letter was not stored. */
  int lettersRefused;

  @Nullable Throwable lastFailure;

  /**
   * Creates a delivery.
   *
   * @param message what is delivered; opaque to the machine
   * @param key which deliveries wait for one another, or null to wait for none
   * @param priorAttempts how often it was tried before it came here
   * @param dueAt the machine's time before which it must not run
   */
  public Delivery(Object message, @Nullable String key, int priorAttempts, long dueAt) {
    this.message = message;
    this.key = key;
    this.priorAttempts = priorAttempts;
    this.attempts = priorAttempts;
    this.dueAt = dueAt;
  }

  /**
   * What is delivered.
   *
   * @return the message
   */
  public Object message() {
    return message;
  }

  /**
   * Which deliveries wait for one another.
   *
   * @return the key, or null
   */
  public @Nullable String key() {
    return key;
  }

  /**
   * How often it was tried before it came here.
   *
   * @return the number
   */
  public int priorAttempts() {
    return priorAttempts;
  }

  /**
   * How often it was tried. Owner's thread only.
   *
   * @return the number of finished attempts
   */
  public int attempts() {
    return attempts;
  }

  /**
   * When it may run again. Owner's thread only.
   *
   * @return the machine's time
   */
  public long dueAt() {
    return dueAt;
  }

  /**
   * When it first failed here. Owner's thread only.
   *
   * @return the machine's time; meaningless before a failure
   */
  public long firstFailedAt() {
    return firstFailedAt;
  }

  /**
   * Why it failed last. Owner's thread only.
   *
   * @return the failure, or null before the first
   */
  public @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  /**
   * Says what watches the attempt that begins. On the worker's thread.
   *
   * @param newObservation opaque to the machine
   */
  public void observedBy(Object newObservation) {
    observation = newObservation;
  }

  /**
   * What watches the attempt that runs, or ran last.
   *
   * @return what a worker has said, or null
   */
  public @Nullable Object observation() {
    return observation;
  }
}
