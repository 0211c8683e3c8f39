package io.busline.spring;

import io.busline.EventBus;
import io.busline.error.ConfigurationException;
import io.busline.outbox.Outbox;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.util.ClassUtils;

/** An outbox and an inbox in the application's database, which take part in its transactions. */
@AutoConfiguration(
    before = BuslineAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
    })
@ConditionalOnClass({Outbox.class, DataSourceUtils.class})
@ConditionalOnBean(DataSource.class)
@ConditionalOnBooleanProperty(name = "busline.outbox.enabled", matchIfMissing = true)
public final class BuslineOutboxAutoConfiguration {
  private static final boolean HAS_JPA =
      ClassUtils.isPresent(
          "org.springframework.orm.jpa.JpaTransactionManager",
          BuslineOutboxAutoConfiguration.class.getClassLoader());

  /** For Spring. */
  public BuslineOutboxAutoConfiguration() {}

  @Bean
  OutboxDatabase buslineOutboxDatabase(
      BeanFactory beans,
      ObjectProvider<DataSource> dataSources,
      ObjectProvider<PlatformTransactionManager> managers,
      BuslineProperties properties) {
    BuslineProperties.Outbox settings = properties.outbox();
    DataSource dataSource =
        one(beans, DataSource.class, settings.dataSource(), dataSources, "data-source");
    if (dataSource instanceof TransactionAwareDataSourceProxy proxy
        && proxy.getTargetDataSource() != null) {
      dataSource = proxy.getTargetDataSource();
    }
    PlatformTransactionManager manager =
        one(
            beans,
            PlatformTransactionManager.class,
            settings.transactionManager(),
            managers,
            "transaction-manager");
    SpringTransactions transactions = new SpringTransactions(manager, dataSource);
    transactions.requireDataSource();
    return new OutboxDatabase(dataSource, transactions);
  }

  private static <T> T one(
      BeanFactory beans,
      Class<T> type,
      @Nullable String name,
      ObjectProvider<T> candidates,
      String property) {
    if (name != null) {
      return beans.getBean(name, type);
    }
    T only = candidates.getIfUnique();
    if (only == null) {
      throw new ConfigurationException(
          "the outbox needs one %s, and there are %d. Name its bean with busline.outbox.%s, or set busline.outbox.enabled=false"
              .formatted(type.getSimpleName(), candidates.stream().count(), property));
    }
    return only;
  }

  @Bean
  OutboxConnection buslineOutboxConnection(
      Buses buses, OutboxDatabase database, BuslineProperties properties) {
    BuslineProperties.Outbox settings = properties.outbox();
    EventBus bus =
        buses.require(settings.bus() == null ? "" : settings.bus(), "busline.outbox.bus");
    return new OutboxConnection(bus, () -> database.open(bus, settings));
  }

  @Bean
  OutboxPublisher outboxPublisher(OutboxConnection outbox, OutboxDatabase database) {
    return new OutboxPublisher(outbox, database.dataSource());
  }

  @Bean
  OutboxLifecycle buslineOutboxLifecycle(BusStarts starts, OutboxConnection outbox) {
    return new OutboxLifecycle(starts, outbox);
  }

  /** All managers, since any of them may span the data source. */
  @Bean
  SmartInitializingSingleton buslineTransactionListeners(
      ObjectProvider<TransactionManager> managers) {
    return () ->
        managers.stream()
            .filter(ConfigurableTransactionManager.class::isInstance)
            .forEach(
                manager ->
                    ((ConfigurableTransactionManager) manager)
                        .addListener(new StoringBeforeCommit(flush(manager))));
  }

  private static Runnable flush(TransactionManager manager) {
    return HAS_JPA ? JpaFlush.of(manager) : () -> {};
  }

  /** Apart, since its classes may be missing. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static class Health {

    @Bean
    @ConditionalOnEnabledHealthIndicator("busline-outbox")
    HealthIndicator buslineOutboxHealthIndicator(OutboxConnection outbox) {
      return new OutboxHealth(outbox);
    }
  }
}
