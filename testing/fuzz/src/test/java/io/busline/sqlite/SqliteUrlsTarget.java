package io.busline.sqlite;

import io.busline.error.ConfigurationException;
import io.busline.fuzz.Target;
import io.busline.fuzz.Urls;
import java.util.Set;

/** URLs of SQLite. No file is opened. */
public final class SqliteUrlsTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof ConfigurationException;
  }

  @Override
  public void read(byte[] input) {
    Urls.read(
        input,
        Set.of("sqlite"),
        url -> {
          Settings settings = Settings.read(url);
          if (settings.lease().toNanos() <= 0 || settings.retention().toMillis() <= 0) {
            throw new AssertionError(settings);
          }
          return settings.toString();
        });
  }
}
