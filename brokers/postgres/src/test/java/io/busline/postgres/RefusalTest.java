package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.ConfigurationException;
import io.busline.spi.BusUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be wrong with a URL, and what is said about it before anybody connects. */
class RefusalTest {
  private static final String NOWHERE =
      "postgres: needs a server and a database. Write postgres://user@localhost/orders";

  private static final String NAME =
      ". Write a name of lower-case letters, digits and underscores, of at most 51 characters";

  static Stream<Arguments> urls() {
    return Stream.of(
        Arguments.of("postgres:", NOWHERE),
        Arguments.of("postgres:orders", NOWHERE),
        Arguments.of("postgres://localhost", NOWHERE),
        Arguments.of("postgres://localhost/", NOWHERE),
        Arguments.of("postgres://localhost/%20", NOWHERE),
        Arguments.of(
            "postgres://localhost/orders?schema=Orders", "option schema is \"Orders\"" + NAME),
        Arguments.of(
            "postgres://localhost/orders?schema=a%22b", "option schema is \"a\"b\"" + NAME),
        Arguments.of("postgres://localhost/orders?schema=", "option schema is \"\"" + NAME),
        Arguments.of(
            "postgres://localhost/orders?lease=999ms",
            "option lease must be at least 1s, so that a short pause does not look like a death"),
        Arguments.of(
            "postgres://localhost/orders?leese=10s",
            "postgres: has no option \"leese\". Did you mean lease? Valid are: tls, trust, insecure, schema, topology, retention, lease, pooled"),
        Arguments.of(
            "postgres://localhost/orders?topology=make",
            "option topology is \"make\". Valid are: create, verify, none"),
        Arguments.of(
            "postgres://localhost/orders?pooled=yes",
            "option pooled is \"yes\". Valid are: true, false"),
        Arguments.of(
            "postgres://localhost/orders?trust=/no/such/file",
            "option trust names the file \"/no/such/file\", which cannot be read. Correct the path, or let this user read it"),
        Arguments.of(
            "postgres://shop:s3cret@db.example/orders",
            "postgres: would give a password to another machine without encryption. Add tls=true, or insecure=true if the network is trusted"),
        Arguments.of(
            "postgres://shop:s3cret@localhost,db.example/orders",
            "postgres: would give a password to another machine without encryption. Add tls=true, or insecure=true if the network is trusted"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("urls")
  void a_url_that_makes_no_sense_is_refused_with_the_cure(String url, String message) {
    assertThatThrownBy(() -> Place.open(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void certificates_to_trust_are_of_no_use_without_encryption(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), "");

    assertThatThrownBy(() -> Place.open("postgres://localhost/orders?trust=" + file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "option trust says whose certificates count, and without tls=true none is looked at. Add tls=true");
  }

  @Test
  void neither_settings_nor_address_show_a_password() {
    Settings settings =
        Settings.read(BusUrl.parse("postgres://shop:s3cret@db.example:6432/my%20orders?tls=true"));

    assertThat(settings).hasToString("Settings[database my orders on db.example:6432]");
    assertThat(settings.address()).isEqualTo("jdbc:postgresql://db.example:6432/my%20orders");
    assertThat(settings.properties()).containsEntry("password", "s3cret");
  }

  @Test
  void without_the_option_tls_a_server_may_still_encrypt() {
    assertThat(Settings.read(BusUrl.parse("postgres://localhost/orders")).properties())
        .containsEntry("sslmode", "prefer");
    assertThat(Settings.read(BusUrl.parse("postgres://localhost/orders?tls=true")).properties())
        .containsEntry("sslmode", "verify-full");
  }
}
