package io.busline.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusUrlTest {

  @Test
  void a_local_url_has_a_path_as_it_was_written() {
    BusUrl url = BusUrl.parse("sqlite:/var/data/my orders.db?retention=7d");

    assertThat(url.scheme()).isEqualTo("sqlite");
    assertThat(url.path()).isEqualTo("/var/data/my orders.db");
    assertThat(url.hosts()).isEmpty();
    assertThat(url.parameters().duration("retention", Duration.ZERO)).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void a_network_url_has_hosts_a_path_and_credentials() {
    BusUrl url = BusUrl.parse("AMQP://us%40er:p%3Aw@one:5672,[::1],two.example/v%2Fhost?x=1");

    assertThat(url.scheme()).isEqualTo("amqp");
    assertThat(url.hosts()).hasToString("[one:5672, [::1], two.example]");
    assertThat(url.path()).isEqualTo("v/host");
    assertThat(url.credentials().orElseThrow().user()).isEqualTo("us@er");
    assertThat(url.credentials().orElseThrow().password().reveal()).isEqualTo("p:w");
    assertThat(url).hasToString("amqp://one:5672,[::1],two.example/v/host?x=1");
  }

  @Test
  void a_plus_is_a_plus() {
    BusUrl url = BusUrl.parse("nats://user:a+b%20c@host");

    assertThat(url.credentials().orElseThrow().password().reveal()).isEqualTo("a+b c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        ":x",
        "nats://",
        "nats://a b",
        "nats://host:0",
        "nats://host:65536",
        "nats://host:port",
        "nats://a,,b",
        "nats://%zz@host",
        "sqlite:x?=1",
        "s p:x"
      })
  void what_is_not_a_url_is_refused(String text) {
    assertThatThrownBy(() -> BusUrl.parse(text)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void options_are_read_by_type_and_refused_with_what_would_be_right() {
    Parameters options = BusUrl.parse("x:?n=5&on=true&mode=Fast&time=10s").parameters();

    assertThat(options.integer("n", 1, 10, 2)).isEqualTo(5);
    assertThat(options.integer("absent", 1, 10, 2)).isEqualTo(2);
    assertThat(options.flag("on", false)).isTrue();
    assertThat(options.choice("mode", List.of("fast", "slow"), "slow")).isEqualTo("fast");
    assertThat(options.text("mode")).contains("Fast");
    assertThatThrownBy(() -> options.integer("n", 6, 10, 6)).hasMessageContaining("from 6 to 10");
    assertThatThrownBy(() -> options.flag("mode", false)).hasMessageContaining("true, false");
    assertThatThrownBy(() -> options.duration("n", Duration.ZERO)).hasMessageContaining("10s");
    assertThatThrownBy(() -> options.allow("n", "on", "mode", "timer"))
        .hasMessageContaining("no option \"time\". Did you mean timer?");
  }

  private enum Digest {
    NONE,
    SHA_256
  }

  @Test
  void an_option_names_a_constant_in_lower_case() {
    Parameters options = BusUrl.parse("x:?digest=Sha-256&other=sha_256").parameters();

    assertThat(options.constant("digest", Digest.NONE)).isEqualTo(Digest.SHA_256);
    assertThat(options.constant("absent", Digest.NONE)).isEqualTo(Digest.NONE);
    assertThatThrownBy(() -> options.constant("other", Digest.NONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("option other is \"sha_256\". Did you mean sha-256?");
  }

  @Test
  void an_option_names_a_file_that_can_be_read(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("ca.pem"));
    Parameters options =
        Parameters.of("x", Map.of("trust", file.toString(), "gone", file + ".old", "bad", "nul\0"));

    assertThat(options.file("trust")).contains(file);
    assertThat(options.file("absent")).isEmpty();
    for (String name : List.of("gone", "bad")) {
      assertThatThrownBy(() -> options.file(name))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("option " + name + " names the file \"")
          .hasMessageContaining("which cannot be read");
    }
  }

  @Test
  void what_would_drive_a_terminal_is_shown_as_an_escape() {
    assertThatThrownBy(() -> BusUrl.parse("memory:?retain%1B[2J=%"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "the option \"retain\\u001B[2J\" of the memory: URL is not percent-encoded correctly:"
                + " write '%' as %25");
  }

  @Test
  void a_secret_does_not_show() {
    assertThat(new Secret("c4n4ry")).hasToString("***");
    assertThat(BusUrl.parse("nats://c4n4ry:c4n4ry@h").credentials().orElseThrow())
        .hasToString("Credentials[***]");
  }
}
