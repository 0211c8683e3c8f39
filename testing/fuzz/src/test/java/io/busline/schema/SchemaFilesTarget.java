package io.busline.schema;

import io.busline.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of Protobuf's language for {@code busline-schema}: none differs from itself. */
public final class SchemaFilesTarget implements Target {
  private final Path file;

  /** Makes the file. */
  public SchemaFilesTarget() throws IOException {
    file = Files.createTempDirectory("busline-fuzz").resolve("any.proto");
    file.getParent().toFile().deleteOnExit();
    file.toFile().deleteOnExit();
  }

  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof SchemaException;
  }

  @Override
  public void read(byte[] input) throws IOException {
    Files.write(file, input);
    Comparison comparison = Comparison.of(Schema.protoFile(file), Schema.protoFile(file));
    if (comparison.breaks()) {
      throw new AssertionError(comparison);
    }
  }
}
