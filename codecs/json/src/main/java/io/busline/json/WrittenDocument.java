package io.busline.json;

import io.busline.error.EncodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what was written, where that may be beyond a limit of reading. */
final class WrittenDocument {
  private final JsonFactory factory;
  private final JsonLimits limits;
  private final Doubts doubts;

  WrittenDocument(JsonFactory factory, JsonLimits limits, Doubts doubts) {
    this.factory = factory;
    this.limits = limits;
    this.doubts = doubts;
  }

  /** Refuses bytes that no reader of the same limits could read. */
  void requireReadable(byte[] document, Class<?> dataClass) {
    boolean doubted = doubts.take();
    boolean isLong = document.length > limits.stringLength();
    // Every token has a byte of its own at least.
    boolean isFull =
        document.length > limits.tokens() && JsonText.tokensAtMost(document) > limits.tokens();
    if (doubted || isLong || isFull) {
      read(document, dataClass);
    }
  }

  private void read(byte[] document, Class<?> dataClass) {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), document)) {
      NumberLimits numbers = new NumberLimits(limits.numberLength());
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          parser.getString();
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT
            && !numbers.allow(parser.getDecimalValue())) {
          throw new EncodingException(
              "%s cannot be written as JSON: %s"
                  .formatted(dataClass.getName(), NumberLimits.REFUSAL));
        }
      }
    } catch (JacksonException | ArithmeticException e) {
      throw new EncodingException(
          "%s cannot be written as JSON, because nobody could read it: it %s"
              .formatted(dataClass.getName(), Faults.reason(e)));
    }
  }
}
