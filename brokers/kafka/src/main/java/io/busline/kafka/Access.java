package io.busline.kafka;

import io.busline.kafka.KafkaSettings.Sasl;
import io.busline.spi.BusUrl.Credentials;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/** How a client shows who it is, and whom it trusts, as Kafka's properties. */
final class Access {
  private static final String MODULES = "org.apache.kafka.common.security.";

  private Access() {}

  static Map<String, Object> properties(KafkaSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol(settings));
    settings
        .trust()
        .ifPresent(
            file -> {
              properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
              properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file.toString());
            });
    if (settings.sasl() != Sasl.NONE) {
      properties.put(SaslConfigs.SASL_MECHANISM, settings.sasl().mechanism());
    }
    settings
        .url()
        .credentials()
        .ifPresent(who -> properties.put(SaslConfigs.SASL_JAAS_CONFIG, login(settings, who)));
    settings.token().ifPresent(file -> bear(properties, file));
    return properties;
  }

  private static String protocol(KafkaSettings settings) {
    String transport = settings.tls() ? "SSL" : "PLAINTEXT";
    return settings.sasl() == Sasl.NONE ? transport : "SASL_" + transport;
  }

  private static Password login(KafkaSettings settings, Credentials who) {
    String module =
        settings.sasl() == Sasl.PLAIN ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    return new Password(
        "%s%s required username=%s password=%s;"
            .formatted(MODULES, module, quoted(who.user()), quoted(who.password().reveal())));
  }

  private static void bear(Map<String, Object> properties, Path file) {
    properties.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        new Password(
            "%soauthbearer.OAuthBearerLoginModule required %s=%s;"
                .formatted(MODULES, TokenFile.OPTION, quoted(file.toString()))));
    properties.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenFile.class);
  }

  /** As the client's parser reads it: a StreamTokenizer, which knows C's escapes. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\%03o".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
