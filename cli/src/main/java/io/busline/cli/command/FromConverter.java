package io.busline.cli.command;

import io.busline.event.StartPosition;
import picocli.CommandLine.ITypeConverter;

/** Reads {@code --from}. */
public final class FromConverter implements ITypeConverter<StartPosition> {
  /** Made by picocli. */
  public FromConverter() {}

  @Override
  public StartPosition convert(String text) {
    return Times.position(text);
  }
}
