package io.busline.nats;

import io.busline.error.ConfigurationException;
import io.busline.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files with a user's key. */
public final class NatsKeysTarget implements Target {
  private static final byte[] NONCE = {1, 2, 3};

  private final Path file;

  /** Makes the file. */
  public NatsKeysTarget() throws IOException {
    file = Files.createTempFile("busline-fuzz", ".creds");
    file.toFile().deleteOnExit();
  }

  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof ConfigurationException;
  }

  @Override
  public void read(byte[] input) throws Exception {
    Files.write(file, input);
    KeyFile key = KeyFile.read(file);
    if (key.sign(NONCE).length == 0 || key.getID()[0] != 'U' || key.getJWT() == null) {
      throw new AssertionError(key);
    }
  }
}
