package io.busline.examples;

import static io.busline.junit.BuslineAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.event.Event;
import io.busline.junit.BuslineTest;
import io.busline.junit.ExpectsDeadLetters;
import io.busline.junit.Injected;
import io.busline.logs.Warns;
import io.busline.testkit.Recorder;
import io.busline.testkit.TestBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How to test a service: with the real bus on a broker in memory, and time that passes when the
 * test says so. No mock, no server, no sleep.
 */
@BuslineTest(service = "welcome")
class TestingAServiceTest {

  @EventType("user.registered")
  record UserRegistered(@EventKey String userId, String email) {}

  @EventType("user.welcomed")
  record UserWelcomed(@EventKey String userId) {}

  /** The service. It knows {@link EventBus} and its mail server. */
  static final class WelcomeMail {
    private final EventBus bus;
    private final MailServer server;

    WelcomeMail(EventBus bus, MailServer server) {
      this.bus = bus;
      this.server = server;
      bus.subscribe(UserRegistered.class, this::welcome);
    }

    private void welcome(Event<UserRegistered> event) throws IOException {
      server.send(event.data().email(), "Welcome!");
      bus.publish(new UserWelcomed(event.data().userId()));
    }
  }

  /** A fake: a mail server that can be down. */
  static final class MailServer {
    final List<String> sent = new ArrayList<>();
    boolean down;

    void send(String email, String text) throws IOException {
      if (down) {
        throw new IOException("the mail server is down");
      }
      sent.add(email + ": " + text);
    }
  }

  @Injected private EventBus bus;
  @Injected private TestBroker broker;
  private final MailServer server = new MailServer();

  @BeforeEach
  void start() {
    new WelcomeMail(bus, server);
  }

  @Test
  void a_new_user_is_welcomed() {
    bus.publish(new UserRegistered("u-1", "ann@example.org"));

    assertThat(bus).published(UserWelcomed.class).containsExactly(new UserWelcomed("u-1"));
    assertThat(server.sent).containsExactly("ann@example.org: Welcome!");
  }

  @Test
  void a_mail_server_that_comes_back_delays_the_welcome() {
    server.down = true;
    bus.publish(new UserRegistered("u-1", "ann@example.org"));
    assertThat(bus).notPublished(UserWelcomed.class).noDeadLetters();

    server.down = false;
    broker.advance(Duration.ofSeconds(1));

    assertThat(bus).handled(UserRegistered.class).hasSize(1);
    assertThat(server.sent).hasSize(1);
  }

  @Test
  @ExpectsDeadLetters
  @Warns(
      "is a dead letter (HANDLER_FAILED) after 5 attempts: java.io.IOException: the mail server is down")
  void a_mail_server_that_stays_away_leaves_a_dead_letter() {
    server.down = true;
    bus.publish(new UserRegistered("u-1", "ann@example.org"));

    broker.advance(Duration.ofMinutes(1));

    assertThat(bus).deadLetters().hasSize(1);
  }

  @Test
  void whoever_listens_hears_of_the_welcome(Recorder<UserWelcomed> welcomed) {
    bus.publish(new UserRegistered("u-1", "ann@example.org"));
    broker.settle();

    assertThat(welcomed.data()).containsExactly(new UserWelcomed("u-1"));
  }
}
