package io.busline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.admin.DeadLetterQuery;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.event.Event;
import io.busline.logs.Warns;
import io.busline.testkit.TestBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How to test a service: with the real bus on a broker in memory, and time that passes when the
 * test says so. No mock, no server, no sleep.
 */
class TestingAServiceTest {

  @EventType("user.registered")
  record UserRegistered(@EventKey String userId, String email) {}

  /** The service. It knows {@link EventBus} and its mail server. */
  static final class WelcomeMail {
    private final MailServer server;

    WelcomeMail(EventBus bus, MailServer server) {
      this.server = server;
      bus.subscribe(UserRegistered.class, this::welcome);
    }

    private void welcome(Event<UserRegistered> event) throws IOException {
      server.send(event.data().email(), "Welcome!");
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

  private final TestBroker broker = TestBroker.create();
  private final EventBus bus = broker.connect("welcome");
  private final MailServer server = new MailServer();

  @BeforeEach
  void start() {
    new WelcomeMail(bus, server);
  }

  @AfterEach
  void close() {
    bus.close();
    broker.close();
  }

  @Test
  void a_new_user_is_welcomed() {
    bus.publish(new UserRegistered("u-1", "ann@example.org"));
    broker.settle();

    assertThat(server.sent).containsExactly("ann@example.org: Welcome!");
  }

  @Test
  void a_mail_server_that_comes_back_delays_the_welcome() {
    server.down = true;
    bus.publish(new UserRegistered("u-1", "ann@example.org"));
    broker.settle();
    server.down = false;

    broker.advance(Duration.ofSeconds(1));

    assertThat(server.sent).hasSize(1);
  }

  @Test
  @Warns(
      "is a dead letter (HANDLER_FAILED) after 5 attempts: java.io.IOException: the mail server is down")
  void a_mail_server_that_stays_away_leaves_a_dead_letter() {
    server.down = true;
    bus.publish(new UserRegistered("u-1", "ann@example.org"));

    broker.advance(Duration.ofMinutes(1));

    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).hasSize(1);
  }
}
