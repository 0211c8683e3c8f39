package io.busline.json;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** Makes generators that write nothing a parser of the same limits would refuse. */
final class LimitedFactory extends JsonFactory {
  private static final long serialVersionUID = 1L;

  private final transient JsonLimits limits;
  private final transient NumberLimits numbers;
  private final transient Doubts doubts;

  LimitedFactory(JsonFactoryBuilder builder, JsonLimits limits, Doubts doubts) {
    super(builder);
    this.limits = limits;
    this.numbers = new NumberLimits(limits.numberLength());
    this.doubts = doubts;
  }

  @Override
  protected JsonGenerator _createUTF8Generator(
      ObjectWriteContext context, IOContext io, OutputStream out) {
    CharacterEscapes escapes = context.getCharacterEscapes();
    return new LimitedGenerator(
        limits,
        numbers,
        doubts,
        context,
        io,
        new LimitedGenerator.Settings(
            context.getStreamWriteFeatures(_streamWriteFeatures),
            context.getFormatWriteFeatures(_formatWriteFeatures),
            context.getRootValueSeparator(_rootValueSeparator),
            escapes == null ? _characterEscapes : escapes,
            _maximumNonEscapedChar,
            _quoteChar),
        out);
  }
}
