package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** A handler's effects, its mark and what it publishes are one transaction of Spring. */
class InboxTest {
  private static final String TABLE = "CREATE TABLE bills (id VARCHAR(20) PRIMARY KEY)";

  static class Billing {
    private final AtomicInteger calls = new AtomicInteger();
    private final JdbcTemplate sql;
    private final OutboxPublisher publisher;

    Billing(JdbcTemplate sql, OutboxPublisher publisher) {
      this.sql = sql;
      this.publisher = publisher;
    }

    public int calls() {
      return calls.get();
    }

    @Subscribe(inbox = true, attempts = 3, firstDelay = "1ms", group = "billing")
    @Transactional
    public void bill(OrderCreated order) {
      sql.update("INSERT INTO bills VALUES (?)", order.orderId());
      publisher.publish("invoice.sent", order.orderId() + " " + calls.incrementAndGet());
      if (order.orderId().equals("flaky") && calls.get() == 1) {
        throw new IllegalStateException("not yet");
      }
    }
  }

  static class Post {
    final BlockingQueue<String> invoices = new LinkedBlockingQueue<>();

    @Subscribe("invoice.sent")
    void send(String invoice) {
      invoices.add(invoice);
    }
  }

  static Stream<Arguments> applications() {
    return OutboxTest.applications();
  }

  @ParameterizedTest
  @MethodSource("applications")
  @MayWarn("not yet")
  void effects_of_the_attempt_that_succeeds_remain_and_those_of_others_do_not(
      ApplicationContextRunner application) {
    application
        .withBean(Billing.class)
        .withBean(Post.class)
        .run(
            context -> {
              JdbcTemplate sql = context.getBean(JdbcTemplate.class);
              sql.execute(TABLE);
              context.getBean(EventBus.class).publish(new OrderCreated("flaky", 1));

              Post post = context.getBean(Post.class);
              assertThat(post.invoices.poll(60, TimeUnit.SECONDS)).isEqualTo("flaky 2");
              assertThat(post.invoices).isEmpty();
              assertThat(sql.queryForList("SELECT id FROM bills", String.class))
                  .containsExactly("flaky");
            });
  }

  @Test
  void an_event_that_comes_again_is_not_handled_again() {
    OutboxTest.jdbc(Databases.h2())
        .withBean(Billing.class)
        .withBean(Post.class)
        .run(
            context -> {
              context.getBean(JdbcTemplate.class).execute(TABLE);
              EventBus bus = context.getBean(EventBus.class);
              Event<?> order = bus.prepare(new OrderCreated("o-1", 1)).event();
              bus.publish(bus.prepare(order));
              Post post = context.getBean(Post.class);
              assertThat(post.invoices.poll(60, TimeUnit.SECONDS)).isEqualTo("o-1 1");
              bus.publish(bus.prepare(order));
              bus.publish(new OrderCreated("o-2", 1));

              assertThat(post.invoices.poll(60, TimeUnit.SECONDS)).isEqualTo("o-2 2");
              assertThat(context.getBean(Billing.class).calls()).isEqualTo(2);
            });
  }
}
