/** A Busline broker in a PostgreSQL database: {@code postgres://user@host/database}. */
module io.busline.postgres {
  requires transitive io.busline.core;
  requires java.sql;
  requires org.postgresql.jdbc;

  exports io.busline.postgres;

  provides io.busline.spi.BrokerProvider with
      io.busline.postgres.PostgresBrokerProvider;
}
