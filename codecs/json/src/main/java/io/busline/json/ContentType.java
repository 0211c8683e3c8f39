package io.busline.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an event's content type says about the form of its data in a JSON event. */
enum ContentType {
  /** The data is a JSON value. */
  JSON,
  /** The data is text, in UTF-8. */
  TEXT,
  /** The data is text in another character set, which a JSON string would not keep. */
  FOREIGN_TEXT,
  /** Nothing is known about the data. */
  BINARY;

  static ContentType of(@Nullable String contentType) {
    if (contentType == null) {
      return BINARY;
    }
    int parameters = contentType.indexOf(';');
    String mediaType =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    if (mediaType.endsWith("/json") || mediaType.endsWith("+json")) {
      return JSON;
    }
    boolean text =
        mediaType.startsWith("text/") || mediaType.endsWith("/xml") || mediaType.endsWith("+xml");
    if (parameters >= 0 && namesOtherCharset(contentType.substring(parameters))) {
      return FOREIGN_TEXT;
    }
    return text ? TEXT : BINARY;
  }

  private static boolean namesOtherCharset(String parameters) {
    String lower = parameters.toLowerCase(Locale.ROOT);
    return lower.contains("charset=") && !lower.contains("utf-8") && !lower.contains("us-ascii");
  }
}
