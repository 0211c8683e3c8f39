package io.busline.delivery;

import java.util.List;

/**
 * What the machine asks to be done. Called on the owner's thread, inside the machine's methods,
 * which must not be called from here. Each may throw: the machine closes its books first and throws
 * it on then. A batch that {@link #run} did not take is handed out again, a dead letter that could
 * not be asked for is asked for later, and what could not be completed has failed.
 */
public interface Actions {

  /**
   * Gives a batch to a worker, which must call {@link DeliveryMachine#finished} through the owner
   * when it has done what it could.
   *
   * @param batch the batch
   */
  void run(Batch batch);

  /**
   * Interrupts the worker of a batch, which took too long.
   *
   * @param batch the batch
   */
  void interrupt(Batch batch);

  /**
   * Marks a delivery as done on the broker.
   *
   * @param delivery the delivery
   */
  void ack(Delivery delivery);

  /**
   * Marks a delivery as done on the broker and stores what its handler made, both or neither, and
   * reports to {@link DeliveryMachine#completed}.
   *
   * @param delivery the delivery
   * @param made what its worker returned
   */
  void complete(Delivery delivery, Object made);

  /**
   * Gives a delivery back to the broker, for anybody.
   *
   * @param delivery the delivery
   */
  void release(Delivery delivery);

  /**
   * Whether the broker takes back what does not move: see {@link #defer}.
   *
   * @return true if it does at present
   */
  boolean canDefer();

  /**
   * Gives deliveries back to the broker until their key is asked for, because the key does not move
   * and its deliveries take up the room of others. The machine has let go of them.
   *
   * @param deliveries of each key that occurs, the last ones that were held, in order
   */
  void defer(List<Delivery> deliveries);

  /**
   * Asks for what was deferred of a key, and for what the broker has kept back behind it.
   *
   * @param key the key
   */
  void resume(String key);

  /**
   * A delivery failed and will be tried again at its time.
   *
   * @param delivery the delivery
   */
  void retrying(Delivery delivery);

  /**
   * A delivery failed for good: store its dead letter and report to {@link
   * DeliveryMachine#deadLettered} or {@link DeliveryMachine#deadLetterFailed}. Asked for again if
   * neither is reported for {@link DeliveryMachine#LETTER_TIMEOUT_NANOS}.
   *
   * @param delivery the delivery
   */
  void deadLetter(Delivery delivery);

  /**
   * A delivery failed for good and no dead letter is wanted; it is acknowledged next.
   *
   * @param delivery the delivery
   */
  void discarded(Delivery delivery);
}
