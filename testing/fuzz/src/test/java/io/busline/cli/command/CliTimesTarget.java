package io.busline.cli.command;

import io.busline.fuzz.Target;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.TypeConversionException;

/** Times and positions as options of the command line. */
public final class CliTimesTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof TypeConversionException;
  }

  @Override
  public void read(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    TypeConversionException refusal = null;
    try {
      Times.position(text);
    } catch (TypeConversionException e) {
      refusal = e;
    }
    try {
      Times.duration(text);
    } catch (TypeConversionException e) {
      if (refusal != null) {
        throw e;
      }
    }
  }
}
