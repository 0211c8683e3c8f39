package io.busline.event;

import io.busline.error.InvalidEventException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What each attribute may hold: CloudEvents 1.0, "Type System" and "Context Attributes", with upper
 * bounds so that one attribute cannot fill a broker's header block.
 */
final class Attributes {

  /** Room for any usual id; a longer one is a payload in the wrong place. */
  static final int MAX_ID_LENGTH = 512;

  /** The specification's interoperability limit for a whole event is 64 KiB; this is a quarter. */
  static final int MAX_TEXT_LENGTH = 16 * 1024;

  /** The specification asks names of extensions to stay within this. */
  static final int MAX_NAME_LENGTH = 20;

  /**
   * What others have written is read up to here, for they only should stay within 20. With the
   * longest prefix it is still a short string of AMQP, which has 255 bytes.
   */
  static final int MAX_RECEIVED_NAME_LENGTH = 200;

  private static final Set<String> CORE =
      Set.of(
          "id",
          "source",
          "specversion",
          "type",
          "subject",
          "time",
          "datacontenttype",
          "dataschema",
          "data");

  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  /** What a token of RFC 2045 may hold. */
  private static final AsciiSet IN_TOKEN =
      new AsciiSet(DIGITS + LETTERS + LETTERS.toUpperCase(Locale.ROOT) + "!#$%&'*+-.^_`{|}~");

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.+");

  /** Visible ASCII that RFC 3986 allows nowhere in a URI. */
  private static final AsciiSet NOT_IN_URI = new AsciiSet(" \"<>\\^`{|}");

  private Attributes() {}

  static String id(String value) {
    if (value.length() > MAX_ID_LENGTH) {
      throw invalid(
          "id", value, "has " + value.length() + " characters; " + MAX_ID_LENGTH + " are allowed");
    }
    return text("id", value);
  }

  static String source(String value) {
    return uriReference("source", value);
  }

  static String absoluteUri(String name, String value) {
    uriReference(name, value);
    if (!SCHEME.matcher(value).matches()) {
      throw invalid(name, value, "is not an absolute URI, such as https://example.com/schema.json");
    }
    return value;
  }

  static String mediaType(String value) {
    text("datacontenttype", value);
    if (!isMediaType(value)) {
      throw invalid("datacontenttype", value, "is not a media type, such as application/json");
    }
    return value;
  }

  /** RFC 2046: type "/" subtype, each a token, then parameters, which are not looked at. */
  private static boolean isMediaType(String value) {
    int slash = tokenEnd(value, 0);
    if (slash == 0 || slash == value.length() || value.charAt(slash) != '/') {
      return false;
    }
    int end = tokenEnd(value, slash + 1);
    if (end == slash + 1) {
      return false;
    }
    int parameters = end;
    while (parameters < value.length() && value.charAt(parameters) == ' ') {
      parameters++;
    }
    return parameters == value.length()
        ? parameters == end
        : value.charAt(parameters) == ';' && isAscii(value, parameters);
  }

  private static int tokenEnd(String value, int start) {
    int end = start;
    while (end < value.length() && IN_TOKEN.contains(value.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isAscii(String value, int start) {
    for (int i = start; i < value.length(); i++) {
      if (value.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  static void extensionName(String name, int maxLength) {
    if (name.isEmpty() || name.length() > maxLength || !isLowerCase(name)) {
      throw new InvalidEventException(
          "extension attribute %s is not a name: use 1 to %d of the characters a-z and 0-9"
              .formatted(Quoted.of(name), maxLength));
    }
    if (CORE.contains(name)) {
      throw new InvalidEventException(
          "extension attribute %s has the name of a core attribute; set that one instead"
              .formatted(Quoted.of(name)));
    }
  }

  private static boolean isLowerCase(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  /** A String of the specification: no control characters, noncharacters or lone surrogates. */
  static String text(String name, String value) {
    int length = value.length();
    if (length == 0) {
      throw invalid(name, value, "is empty; leave the attribute out instead");
    }
    if (length > MAX_TEXT_LENGTH) {
      throw invalid(
          name, value, "has " + length + " characters; " + MAX_TEXT_LENGTH + " are allowed");
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < ' ' || c >= 0x7F) {
        i += requireAllowed(name, value, i);
      }
    }
    return value;
  }

  /** Checks the character beyond plain ASCII at an index; returns how many more chars it spans. */
  private static int requireAllowed(String name, String value, int index) {
    int c = value.codePointAt(index);
    boolean control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean nonCharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    if (control || surrogate || nonCharacter) {
      throw invalid(name, value, "holds the character U+%04X, which no attribute may".formatted(c));
    }
    return Character.charCount(c) - 1;
  }

  private static String uriReference(String name, String value) {
    text(name, value);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (NOT_IN_URI.contains(c) || (c == '%' && !isEscape(value, i))) {
        throw invalid(
            name, value, "is not a URI-reference: position " + i + " must be percent-encoded");
      }
    }
    return value;
  }

  private static boolean isEscape(String value, int percent) {
    return percent + 2 < value.length()
        && Character.digit(value.charAt(percent + 1), 16) >= 0
        && Character.digit(value.charAt(percent + 2), 16) >= 0;
  }

  private static InvalidEventException invalid(String name, String value, String why) {
    return new InvalidEventException("attribute %s %s %s".formatted(name, Quoted.of(value), why));
  }
}
