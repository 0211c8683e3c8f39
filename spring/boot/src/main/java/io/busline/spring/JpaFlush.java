package io.busline.spring;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes changes of entities, which JPA would only do in the commit: a slot of the outbox is to be
 * locked after the rows that others wait for. Failures are those of a commit.
 */
record JpaFlush(JpaTransactionManager manager) implements Runnable {

  /** For any manager; apart, since JPA may be missing. */
  static Runnable of(TransactionManager manager) {
    return manager instanceof JpaTransactionManager jpa ? new JpaFlush(jpa) : () -> {};
  }

  @Override
  public void run() {
    EntityManagerFactory factory = manager.getEntityManagerFactory();
    if (factory != null
        && TransactionSynchronizationManager.getResource(factory)
            instanceof EntityManagerHolder holder) {
      try {
        holder.getEntityManager().flush();
      } catch (RuntimeException e) {
        throw DataAccessUtils.translateIfNecessary(e, manager.getJpaDialect());
      }
    }
  }
}
