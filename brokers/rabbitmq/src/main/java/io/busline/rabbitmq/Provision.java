package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import io.busline.error.BrokerException;
import io.busline.spi.Provisioning;
import java.io.IOException;

/**
 * What is done about exchanges, queues and bindings: they are made, looked for, or taken to be
 * there. Blocks; safe for use by several threads.
 *
 * @param mode which of these
 */
record Provision(Provisioning mode) {

  /** A call whose answer does not matter. */
  @FunctionalInterface
  interface Call {
    void call() throws IOException;
  }

  /** Makes something or looks for it, as the mode says. */
  void ensure(String what, Call verify, Call create) {
    switch (mode) {
      case CREATE -> perform("making " + what, create);
      case VERIFY -> perform("looking for " + what, verify);
      case NONE -> {}
    }
  }

  /** Makes a call, and says what to do if something is there with other settings. */
  static void perform(String doing, Call call) {
    try {
      Failures.explained(
          doing,
          () -> {
            call.call();
            return doing;
          });
    } catch (BrokerException e) {
      if (Failures.isRefusal(e, AMQP.PRECONDITION_FAILED)) {
        throw new BrokerException(
            e.getMessage()
                + ". It is there with other settings: use those, such as queue=, partitions=, priorities= or retain= in the URL, choose another exchange=, or add topology=none to take what is there",
            e);
      }
      throw e;
    }
  }
}
