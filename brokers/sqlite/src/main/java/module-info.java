/** A Busline broker in one SQLite file: {@code sqlite:PATH}. */
module io.busline.sqlite {
  requires transitive io.busline.core;
  requires java.sql;
  requires org.xerial.sqlitejdbc;

  exports io.busline.sqlite;

  provides io.busline.spi.BrokerProvider with
      io.busline.sqlite.SqliteBrokerProvider;
}
