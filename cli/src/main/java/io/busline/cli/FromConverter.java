package io.busline.cli;

import io.busline.event.StartPosition;
import picocli.CommandLine.ITypeConverter;

/** Reads {@code --from}. */
final class FromConverter implements ITypeConverter<StartPosition> {

  @Override
  public StartPosition convert(String text) {
    return Times.position(text);
  }
}
