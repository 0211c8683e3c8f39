package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.InvalidEventException;
import io.busline.error.TransactionException;
import io.busline.event.Event;
import io.busline.outbox.OutboxAdmin;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Events are published if and only if the transaction of Spring commits. */
class OutboxTest {

  @Configuration(proxyBeanMethods = false)
  @AutoConfigurationPackage
  static class Application {}

  static ApplicationContextRunner jdbc(String url) {
    return database(url).withBean(Shop.class).withBean(SubscribeTest.ByData.class);
  }

  /** Without handlers. */
  static ApplicationContextRunner database(String url) {
    return Contexts.memory()
        .withConfiguration(
            AutoConfigurations.of(
                BuslineOutboxAutoConfiguration.class,
                DataSourceAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class,
                JdbcClientAutoConfiguration.class,
                TransactionAutoConfiguration.class,
                TransactionManagerCustomizationAutoConfiguration.class))
        .withPropertyValues(
            "spring.datasource.url=" + url, "spring.datasource.hikari.maximum-pool-size=4");
  }

  static ApplicationContextRunner jpa(String url) {
    return jdbc(url)
        .withUserConfiguration(Application.class)
        .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
        .withPropertyValues("spring.jpa.hibernate.ddl-auto=create");
  }

  static Stream<Arguments> applications() {
    return Stream.of(
        Arguments.of(Named.of("JDBC on H2", jdbc(Databases.h2()))),
        Arguments.of(Named.of("JPA on H2", jpa(Databases.h2()))),
        Arguments.of(Named.of("JDBC on PostgreSQL", jdbc(Databases.postgres()))),
        Arguments.of(Named.of("JPA on PostgreSQL", jpa(Databases.postgres()))));
  }

  /** Business code. */
  static class Shop {
    private final OutboxPublisher publisher;

    Shop(OutboxPublisher publisher) {
      this.publisher = publisher;
    }

    @Transactional
    public void place(String id) {
      publisher.publish(new OrderCreated(id, 1));
    }

    @Transactional
    public void placeAndFail(String id) {
      publisher.publish(new OrderCreated(id, 1));
      throw new IllegalStateException("no credit");
    }

    @Transactional(readOnly = true)
    public void placeAndRead(String id) {
      publisher.publish(new OrderCreated(id, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("applications")
  void what_commits_is_published_and_what_is_rolled_back_is_not(
      ApplicationContextRunner application) {
    application.run(
        context -> {
          Shop shop = context.getBean(Shop.class);
          assertThatThrownBy(() -> shop.placeAndFail("never"))
              .isInstanceOf(IllegalStateException.class);
          shop.place("o-1");

          assertThat(context.getBean(SubscribeTest.ByData.class).next())
              .isEqualTo(new OrderCreated("o-1", 1));
          assertThat(context.getBean(SubscribeTest.ByData.class).events).isEmpty();
          Contexts.await(() -> waiting(context) == 0);
        });
  }

  private static long waiting(ApplicationContext context) {
    return new OutboxAdmin(context.getBean(DataSource.class), "busline_").lag().waiting();
  }

  @Test
  void outside_a_transaction_it_is_refused() {
    jdbc(Databases.h2())
        .run(
            context ->
                refused(
                    () -> context.getBean(OutboxPublisher.class).publish(new OrderCreated("o", 1)),
                    "outside a transaction",
                    "@Transactional"));
  }

  @Test
  void in_a_read_only_transaction_it_is_refused() {
    jdbc(Databases.h2())
        .run(
            context ->
                refused(
                    () -> context.getBean(Shop.class).placeAndRead("o"),
                    "read-only transaction",
                    "Remove readOnly = true"));
  }

  @Test
  void in_a_transaction_of_another_database_it_is_refused() {
    jdbc(Databases.h2())
        .run(
            context -> {
              String url = Databases.h2();
              DataSource other = new DriverManagerDataSource(url);
              TransactionTemplate template =
                  new TransactionTemplate(new JdbcTransactionManager(other));
              refused(
                  () ->
                      template.executeWithoutResult(
                          status ->
                              context
                                  .getBean(OutboxPublisher.class)
                                  .publish(new OrderCreated("o", 1))),
                  "does not span the outbox's data source",
                  "busline.outbox.data-source");
            });
  }

  private static void refused(Runnable publish, String fault, String cure) {
    assertThatThrownBy(publish::run)
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining(fault)
        .hasMessageContaining(cure);
  }

  @Test
  void an_event_that_breaks_a_limit_fails_the_transaction() {
    in(
        jdbc(Databases.h2()),
        (context, template) -> {
          assertThatThrownBy(
                  () ->
                      template.executeWithoutResult(
                          status ->
                              context
                                  .getBean(OutboxPublisher.class)
                                  .publish(Event.builder("no type", "data"))))
              .isInstanceOf(InvalidEventException.class);
          assertThat(waiting(context)).isZero();
        });
  }

  @Test
  void what_was_published_after_a_savepoint_is_gone_if_that_is_rolled_back_to() {
    in(
        jdbc(Databases.h2()),
        (context, template) -> {
          OutboxPublisher publisher = context.getBean(OutboxPublisher.class);
          template.executeWithoutResult(
              status -> {
                publisher.publish(new OrderCreated("before", 1));
                Object savepoint = status.createSavepoint();
                publisher.publish(new OrderCreated("never", 1));
                status.rollbackToSavepoint(savepoint);
                publisher.publish(new OrderCreated("after", 1));
              });

          SubscribeTest.ByData handler = context.getBean(SubscribeTest.ByData.class);
          assertThat(Stream.of(next(handler), next(handler)))
              .containsExactlyInAnyOrder("before", "after");
          Contexts.await(() -> waiting(context) == 0);
          assertThat(handler.events).isEmpty();
        });
  }

  @Test
  void a_transaction_of_its_own_within_another_publishes_by_itself() {
    in(
        jdbc(Databases.h2()),
        (context, template) -> {
          TransactionTemplate inner =
              new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
          inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
          template.executeWithoutResult(
              status -> {
                context.getBean(OutboxPublisher.class).publish(new OrderCreated("never", 1));
                inner.executeWithoutResult(
                    any ->
                        context.getBean(OutboxPublisher.class).publish(new OrderCreated("own", 1)));
                status.setRollbackOnly();
              });

          SubscribeTest.ByData handler = context.getBean(SubscribeTest.ByData.class);
          assertThat(next(handler)).isEqualTo("own");
          Contexts.await(() -> waiting(context) == 0);
          assertThat(handler.events).isEmpty();
        });
  }

  @Test
  void what_is_first_published_while_the_commit_has_begun_is_published() {
    in(
        jdbc(Databases.h2()),
        (context, template) -> {
          template.executeWithoutResult(
              status ->
                  TransactionSynchronizationManager.registerSynchronization(
                      new TransactionSynchronization() {
                        @Override
                        public void beforeCommit(boolean readOnly) {
                          context
                              .getBean(OutboxPublisher.class)
                              .publish(new OrderCreated("late", 1));
                        }
                      }));

          assertThat(next(context.getBean(SubscribeTest.ByData.class))).isEqualTo("late");
        });
  }

  @Test
  void a_manager_that_is_no_bean_stores_at_once() {
    jdbc(Databases.h2())
        .run(
            context -> {
              TransactionTemplate template =
                  new TransactionTemplate(
                      new JdbcTransactionManager(context.getBean(DataSource.class)));
              template.executeWithoutResult(
                  status ->
                      context.getBean(OutboxPublisher.class).publish(new OrderCreated("o-1", 1)));

              assertThat(next(context.getBean(SubscribeTest.ByData.class))).isEqualTo("o-1");
            });
  }

  @Test
  void what_cannot_be_stored_rolls_back_the_change() {
    in(
        jdbc(Databases.h2()),
        (context, template) -> {
          JdbcTemplate sql = context.getBean(JdbcTemplate.class);
          sql.execute("CREATE TABLE orders (id VARCHAR(20) PRIMARY KEY)");
          Contexts.await(() -> waiting(context) == 0);
          assertThatThrownBy(
                  () ->
                      template.executeWithoutResult(
                          status -> {
                            sql.update("INSERT INTO orders VALUES ('o-1')");
                            sql.update("DELETE FROM busline_outbox_counter");
                            context
                                .getBean(OutboxPublisher.class)
                                .publish(new OrderCreated("o-1", 1));
                          }))
              .isInstanceOf(TransactionException.class);
          assertThat(sql.queryForObject("SELECT count(*) FROM orders", Long.class)).isZero();
        });
  }

  @Test
  void an_entity_that_breaks_a_constraint_fails_as_without_an_outbox() {
    in(
        jpa(Databases.h2()),
        (context, template) -> {
          EntityManager entities =
              SharedEntityManagerCreator.createSharedEntityManager(
                  context.getBean(EntityManagerFactory.class));
          template.executeWithoutResult(
              status -> {
                entities.persist(new Purchase("p-1"));
                context.getBean(OutboxPublisher.class).publish(new OrderCreated("o-1", 1));
              });
          assertThat(next(context.getBean(SubscribeTest.ByData.class))).isEqualTo("o-1");
          Contexts.await(() -> waiting(context) == 0);
          assertThatThrownBy(
                  () ->
                      template.executeWithoutResult(
                          status -> {
                            context
                                .getBean(OutboxPublisher.class)
                                .publish(new OrderCreated("never", 1));
                            entities.persist(new Purchase("p-1"));
                          }))
              .isInstanceOf(DataIntegrityViolationException.class);
          assertThat(waiting(context)).isZero();
        });
  }

  @Test
  void health_tells_of_the_outbox() {
    jdbc(Databases.h2())
        .run(
            context ->
                assertThat(
                        context
                            .getBean(HealthEndpoint.class)
                            .healthForPath("buslineOutbox")
                            .getStatus())
                    .isEqualTo(Status.UP));
  }

  private static String next(SubscribeTest.ByData handler) {
    try {
      return ((OrderCreated) handler.next()).orderId();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What is done with a transaction. */
  private interface Work {
    void run(ApplicationContext context, TransactionTemplate template);
  }

  private static void in(ApplicationContextRunner application, Work work) {
    application.run(context -> work.run(context, context.getBean(TransactionTemplate.class)));
  }
}
