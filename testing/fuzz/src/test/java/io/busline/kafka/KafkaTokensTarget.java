package io.busline.kafka;

import io.busline.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/** Files with a token. */
public final class KafkaTokensTarget implements Target {
  /** A shorter token may be a part of the words that are shown. */
  private static final int WORDS = 16;

  private final TokenFile tokens = new TokenFile();
  private final Path file;

  /** Makes the file. */
  public KafkaTokensTarget() throws IOException {
    file = Files.createTempFile("busline-fuzz", ".token");
    file.toFile().deleteOnExit();
    Map<String, String> options = Map.of(TokenFile.OPTION, file.toString());
    tokens.configure(
        Map.of(),
        "OAUTHBEARER",
        List.of(new AppConfigurationEntry("any", LoginModuleControlFlag.REQUIRED, options)));
  }

  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof IOException;
  }

  @Override
  public void read(byte[] input) throws Exception {
    Files.write(file, input);
    OAuthBearerTokenCallback asked = new OAuthBearerTokenCallback();
    tokens.handle(new Callback[] {asked});
    String token = asked.token().value();
    boolean isShown = token.length() > WORDS && asked.token().toString().contains(token);
    if (asked.token().lifetimeMs() < 0 || isShown) {
      throw new AssertionError(asked.token());
    }
  }
}
