package io.busline.protobuf;

import com.google.protobuf.Message;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a class of the application is carried as a message, with both types forgotten. */
record Mapping(
    Class<?> dataClass,
    Class<?> messageClass,
    Function<Object, @Nullable Object> toMessage,
    Function<Object, @Nullable Object> toData) {

  Message message(Object data) {
    try {
      if (toMessage.apply(data) instanceof Message message) {
        return message;
      }
    } catch (RuntimeException e) {
      throw new EncodingException(
          "%s could not be made into %s".formatted(dataClass.getName(), messageClass.getName()), e);
    }
    throw new EncodingException(
        "%s was made into no %s but null".formatted(dataClass.getName(), messageClass.getName()));
  }

  Object data(Object message) {
    Object data;
    try {
      data = toData.apply(message);
    } catch (RuntimeException e) {
      throw new DecodingException(
          "%s could not be made into %s: %s"
              .formatted(messageClass.getName(), dataClass.getName(), e.getMessage()),
          e);
    }
    if (data == null) {
      throw new DecodingException(
          "%s was made into no %s but null".formatted(messageClass.getName(), dataClass.getName()));
    }
    return data;
  }
}
