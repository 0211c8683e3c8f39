package io.busline.outbox;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a letter is called: its slot and its number there. */
record LetterId(int slot, long seq) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})-([0-9]{1,18})");

  static LetterId parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigurationException(
          "%s is no id of a letter of an outbox, which is such as 17-4231. busline outbox list shows them"
              .formatted(Quoted.of(text)));
    }
    return new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return slot + "-" + seq;
  }
}
