package io.busline.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a message that was written as its reader will: what nobody could read is not sent. */
final class WrittenMessage {

  /** A message within another takes a tag and a length at least. */
  private static final int LEAST_BYTES_A_LEVEL = 2;

  private static final ClassValue<Boolean> RECURSIVE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> messageClass) {
          Descriptor descriptor = MessageClass.of(messageClass).descriptor();
          return isRecursive(descriptor, new HashSet<>(), new HashSet<>());
        }
      };

  private WrittenMessage() {}

  /** Refuses a message that a codec with the same limit could not read as it is. */
  static void requireReadable(Message message, byte[] bytes, int maxBytes, Class<?> dataClass) {
    Descriptor descriptor = message.getDescriptorForType();
    String what = "data for " + dataClass.getName();
    try {
      if (bytes.length > LEAST_BYTES_A_LEVEL * Messages.DEPTH && mayBeDeep(message)) {
        Messages.parse(message.getParserForType(), descriptor, bytes, maxBytes, what);
      } else {
        Messages.requireAffordable(bytes, descriptor, maxBytes, what);
      }
    } catch (DecodingException e) {
      throw new EncodingException(
          "%s cannot be written as Protobuf, because nobody could read it: %s"
              .formatted(dataClass.getName(), e.getMessage()),
          e.getCause());
    }
    if (holdsQuestionMark(bytes)) {
      requireWholeText(message, dataClass);
    }
  }

  /** Only a message within one of its own kind, or a field that is not known, has many levels. */
  private static boolean mayBeDeep(Message message) {
    return !MessageClass.isOne(message.getClass())
        || RECURSIVE.get(message.getClass())
        || !message.getUnknownFields().asMap().isEmpty();
  }

  private static boolean isRecursive(
      Descriptor descriptor, Set<Descriptor> above, Set<Descriptor> done) {
    if (done.contains(descriptor)) {
      return false;
    }
    if (!above.add(descriptor) || descriptor.isExtendable()) {
      return true;
    }
    for (FieldDescriptor field : descriptor.getFields()) {
      if (field.getJavaType() == JavaType.MESSAGE
          && isRecursive(field.getMessageType(), above, done)) {
        return true;
      }
    }
    above.remove(descriptor);
    done.add(descriptor);
    return false;
  }

  /** Half a surrogate pair is written as a question mark. */
  private static boolean holdsQuestionMark(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '?') {
        return true;
      }
    }
    return false;
  }

  private static void requireWholeText(Message message, Class<?> dataClass) {
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      JavaType type = field.getKey().getJavaType();
      if (type == JavaType.STRING || type == JavaType.MESSAGE) {
        Collection<?> values =
            field.getValue() instanceof List<?> list ? list : List.of(field.getValue());
        for (Object value : values) {
          requireWholeText(value, field.getKey(), dataClass);
        }
      }
    }
  }

  private static void requireWholeText(
      @Nullable Object value, FieldDescriptor field, Class<?> dataClass) {
    if (value instanceof Message inner) {
      requireWholeText(inner, dataClass);
    } else if (value instanceof String text && !isWhole(text)) {
      throw new EncodingException(
          "%s holds half a surrogate pair in the field %s, which would be written as a question mark"
              .formatted(dataClass.getName(), field.getFullName()));
    }
  }

  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
