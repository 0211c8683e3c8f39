package io.busline.json;

import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says in our words what Jackson found. Its own messages quote the data, which may be private, so
 * they are passed on only where they speak of classes or limits.
 */
final class Faults {
  private Faults() {}

  /** What is wrong with a document, and where. */
  static DecodingException decoding(String what, Throwable fault) {
    String place = fault instanceof JacksonException e ? place(e.getLocation()) : "";
    return new DecodingException(what + " " + reason(fault) + place, ownCause(fault));
  }

  /** What is wrong with data. */
  static EncodingException encoding(Class<?> dataClass, Throwable fault) {
    String path =
        fault instanceof JacksonException e && !(fault instanceof StreamConstraintsException)
            ? JsonPath.of(e)
            : "";
    String at = path.isEmpty() ? "" : " at " + path;
    return new EncodingException(
        "%s cannot be written as JSON%s: %s"
            .formatted(dataClass.getName(), at, encodingReason(fault)),
        ownCause(fault));
  }

  private static String encodingReason(Throwable fault) {
    if (fault instanceof StackOverflowError || fault instanceof StreamConstraintsException) {
      return "it is nested too deeply, or contains itself";
    }
    if (fault instanceof RefusedValueException e) {
      return e.getOriginalMessage();
    }
    if (fault instanceof InvalidDefinitionException e) {
      return e.getOriginalMessage().startsWith("No serializer found")
          ? "%s has no properties. Give it getters, or make it a record".formatted(rawName(e))
          : e.getOriginalMessage();
    }
    Throwable cause = ownCause(fault);
    return cause != null ? "it threw " + cause.getClass().getName() : "a value has no JSON form";
  }

  /** What is wrong with a document, for the end of a sentence. */
  static String reason(Throwable fault) {
    if (fault instanceof StackOverflowError) {
      return "is nested too deeply";
    }
    if (fault instanceof StreamConstraintsException e) {
      return "is beyond a limit: " + limit(e) + ". JsonLimits can raise it";
    }
    if (fault instanceof UnexpectedEndOfInputException) {
      return "ends too early";
    }
    if (fault instanceof InputCoercionException e) {
      return "has a number that does not fit into " + e.getTargetType().getTypeName();
    }
    if (fault instanceof StreamReadException e) {
      return e.getOriginalMessage().startsWith("Duplicate")
          ? "has the same name twice in one object"
          : "is not JSON";
    }
    if (fault instanceof JacksonException e) {
      return mismatch(e);
    }
    return "could not be read: " + fault.getClass().getName();
  }

  private static String mismatch(JacksonException fault) {
    String path = JsonPath.of(fault);
    String subject = path.isEmpty() ? "" : "at " + path + " ";
    if (fault instanceof RefusedValueException || fault instanceof InvalidDefinitionException) {
      return subject + "cannot be read: " + fault.getOriginalMessage();
    }
    if (fault instanceof ValueInstantiationException e) {
      return subject + "is refused by " + e.getType().getRawClass().getName();
    }
    if (fault instanceof InvalidTypeIdException) {
      return subject + "names no subtype that is known";
    }
    if (fault instanceof MismatchedInputException e) {
      if (e.getOriginalMessage().startsWith("Trailing token")) {
        return "goes on after its end";
      }
      if (e.getOriginalMessage().startsWith("No content")) {
        return "is empty";
      }
      Class<?> target = e.getTargetType();
      if (target != null) {
        String missing = target.isPrimitive() ? "is missing, null, or " : "is ";
        return subject + missing + "not a valid " + target.getTypeName();
      }
    }
    return subject + "does not fit";
  }

  private static String rawName(InvalidDefinitionException fault) {
    return fault.getType() == null ? "a class" : fault.getType().getRawClass().getName();
  }

  /** The limit's message without the name of the parser's setting. */
  private static String limit(StreamConstraintsException fault) {
    String message = fault.getOriginalMessage();
    int detail = message.indexOf(", from `");
    return detail < 0 ? message : message.substring(0, detail) + ")";
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() <= 0
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  /** What the application's own code threw, if it did; what Jackson says quotes data. */
  private static @Nullable Throwable ownCause(Throwable fault) {
    if (!(fault instanceof JacksonException)) {
      return fault instanceof StackOverflowError ? null : fault;
    }
    Throwable cause = fault.getCause();
    while (cause instanceof JacksonException) {
      cause = cause.getCause();
    }
    return fault instanceof MismatchedInputException ? null : cause;
  }
}
