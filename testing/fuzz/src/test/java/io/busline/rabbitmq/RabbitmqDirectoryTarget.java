package io.busline.rabbitmq;

import io.busline.error.DecodingException;
import io.busline.fuzz.Target;
import java.nio.charset.StandardCharsets;

/** Entries of the directory, one a line, of which each is listed or passed over. */
public final class RabbitmqDirectoryTarget implements Target {
  @Override
  public void read(byte[] input) {
    Catalogue catalogue = new Catalogue();
    boolean any = false;
    for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
      DirectoryEntry entry = DirectoryEntry.read(line.getBytes(StandardCharsets.UTF_8));
      if (entry != null) {
        any = true;
        catalogue.add(entry);
        if (!entry.equals(DirectoryEntry.read(entry.bytes()))) {
          throw new AssertionError(entry);
        }
      }
    }
    catalogue.topics();
    try {
      catalogue.groups().forEach(catalogue::interests);
    } catch (RuntimeException e) {
      throw new AssertionError("the groups cannot be listed", e);
    }
    if (!any) {
      throw new DecodingException("it is no entry");
    }
  }
}
