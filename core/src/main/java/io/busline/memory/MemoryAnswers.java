package io.busline.memory;

import io.busline.error.BrokerException;
import io.busline.spi.OutboundMessage;

/**
 * What became of a message, in words. Until they are given, answers are numbers, because there are
 * many: the position of a stored message, the complement of that of an earlier one, or a refusal.
 */
final class MemoryAnswers {
  static final long FAULT = Long.MIN_VALUE;
  static final long CLOSED = Long.MIN_VALUE + 1;
  static final long FULL = Long.MIN_VALUE + 2;
  static final long NO_REFUSAL = 0;

  private final MemoryFaults faults;
  private final int capacity;

  MemoryAnswers(MemoryFaults faults, int capacity) {
    this.faults = faults;
    this.capacity = capacity;
  }

  void give(OutboundMessage message, long outcome) {
    if (outcome <= FULL) {
      message.failed(refused(outcome));
    } else if (!faults.withholdsAnswer()) {
      confirm(message, outcome);
    }
  }

  private void confirm(OutboundMessage message, long outcome) {
    if (faults.losesConfirmation()) {
      message.unknown(new BrokerException("the confirmation was lost, as faults() were told"));
    } else {
      message.stored(outcome < 0 ? ~outcome : outcome, outcome < 0);
    }
  }

  void require(long refusal) {
    if (refusal != NO_REFUSAL) {
      throw refused(refusal);
    }
  }

  private BrokerException refused(long refusal) {
    if (refusal == FAULT) {
      return new BrokerException("the memory broker refused, as its faults() were told");
    }
    if (refusal == CLOSED) {
      return new BrokerException("the memory broker is closed");
    }
    return new BrokerException(
        "the memory broker holds %d events that not every group has handled, and no more fit; give it ?capacity=N, or handle or close what lags"
            .formatted(capacity));
  }
}
