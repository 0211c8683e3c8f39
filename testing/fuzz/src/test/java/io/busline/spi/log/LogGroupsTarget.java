package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.fuzz.Target;
import java.nio.charset.StandardCharsets;

/** The text that is kept about a group. */
public final class LogGroupsTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof BrokerException;
  }

  @Override
  public void read(byte[] input) {
    GroupRecord record = GroupRecord.decode("shipping", new String(input, StandardCharsets.UTF_8));
    String written = new String(record.encode(), StandardCharsets.UTF_8);
    if (!GroupRecord.decode("shipping", written).equals(record)) {
      throw new AssertionError("%s; written: %s".formatted(record, written));
    }
  }
}
