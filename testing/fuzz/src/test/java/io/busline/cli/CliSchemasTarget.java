package io.busline.cli;

import io.busline.cli.schema.Comparison;
import io.busline.cli.schema.SchemaException;
import io.busline.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files of Protobuf's language for {@code schema check}: none differs from itself. */
public final class CliSchemasTarget implements Target {
  private final Path file;

  /** Makes the file. */
  public CliSchemasTarget() throws IOException {
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
    Comparison comparison = Comparison.of(file.toString(), file.toString(), Optional.empty());
    if (comparison.breaks()) {
      throw new AssertionError(comparison);
    }
  }
}
