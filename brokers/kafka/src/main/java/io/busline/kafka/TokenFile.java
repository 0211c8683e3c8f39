package io.busline.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Gives Kafka's client the token that is in a file. The client asks again before the token has
 * expired, so whoever renews the file in time, as Kubernetes does, need not restart anything.
 *
 * <p>Kafka's own handler is not used: it wants a JSON library, and the file's name in a property of
 * the whole JVM. Public because the client makes it by its name.
 */
public final class TokenFile implements AuthenticateCallbackHandler {

  /** How the login module calls the file's name. */
  static final String OPTION = "file";

  /** When to look again for a token that does not tell when it expires. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern EXPIRES = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})\\b");

  private @Nullable Path file;

  /** For the client. */
  public TokenFile() {
    // The client tells it by configure() what to read.
  }

  @Override
  public void configure(
      Map<String, ?> properties, String mechanism, List<AppConfigurationEntry> modules) {
    file = Path.of(String.valueOf(modules.get(0).getOptions().get(OPTION)));
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback asked) {
        asked.token(read());
      } else if (!(callback instanceof SaslExtensionsCallback)) {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  private OAuthBearerToken read() throws IOException {
    if (file == null) {
      throw new IOException("no file with a token was named");
    }
    long now = System.currentTimeMillis();
    String token = Files.readString(file, StandardCharsets.UTF_8).strip();
    if (!TOKEN.matcher(token).matches()) {
      throw new IOException("%s holds no token".formatted(file));
    }
    return new Token(token, now, expiry(token, now + LOOK_AGAIN.toMillis()));
  }

  /** Of a JSON Web Token, in milliseconds since 1970; others are opaque. */
  private static long expiry(String token, long otherwise) {
    String[] parts = token.split("\\.", -1);
    try {
      String claims =
          new String(
              Base64.getUrlDecoder().decode(parts.length > 1 ? parts[1] : ""),
              StandardCharsets.UTF_8);
      Matcher expires = EXPIRES.matcher(claims);
      return expires.find()
          ? Duration.ofSeconds(Long.parseLong(expires.group(1))).toMillis()
          : otherwise;
    } catch (IllegalArgumentException e) {
      return otherwise;
    }
  }

  @Override
  public void close() {
    // Nothing is open between two questions.
  }

  /** A token as the client wants it. */
  private record Token(String value, long startTimeMillis, long lifetimeMs)
      implements OAuthBearerToken {

    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public String principalName() {
      return "";
    }

    @Override
    public Long startTimeMs() {
      return startTimeMillis;
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Token[expires " + lifetimeMs + "]";
    }
  }
}
