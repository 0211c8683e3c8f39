package io.busline.rabbitmq;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which headers a message must have for a subscription to get it, besides being of a type that it
 * reads.
 *
 * @param arguments of the binding to an exchange of headers
 */
record HeaderFilter(Map<String, Object> arguments) {

  /** The option of a subscription. */
  static final String OPTION = "rabbitmq.headers";

  private static final String MATCH = "x-match";
  private static final List<String> MATCHES = List.of("all", "any", "all-with-x", "any-with-x");

  /** Reads such as {@code x-match=any, ce-tenant=acme, ce-region=eu}. */
  static HeaderFilter parse(String text) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      String value = part.substring(equals + 1).strip();
      boolean valid = !name.isEmpty() && (!name.equals(MATCH) || MATCHES.contains(value));
      if (!valid || arguments.put(name, value) != null) {
        throw refusal(text);
      }
    }
    if (arguments.keySet().stream().allMatch(MATCH::equals)) {
      throw refusal(text);
    }
    arguments.putIfAbsent(MATCH, "all");
    return new HeaderFilter(arguments);
  }

  /** Whether a message with these headers has what is asked for, as the server sees it. */
  boolean matches(Map<String, Object> headers) {
    String match = String.valueOf(arguments.get(MATCH));
    Stream<Map.Entry<String, Object>> wanted =
        arguments.entrySet().stream()
            .filter(
                each ->
                    match.endsWith("-x")
                        ? !each.getKey().equals(MATCH)
                        : !each.getKey().startsWith("x-"));
    Predicate<Map.Entry<String, Object>> present =
        each -> each.getValue().equals(String.valueOf(headers.get(each.getKey())));
    return match.startsWith("any") ? wanted.anyMatch(present) : wanted.allMatch(present);
  }

  private static ConfigurationException refusal(String text) {
    return new ConfigurationException(
        "option %s is %s. Write names and values such as ce-tenant=acme,ce-region=eu, each once; x-match=any among them lets one suffice"
            .formatted(OPTION, Quoted.of(text)));
  }
}
