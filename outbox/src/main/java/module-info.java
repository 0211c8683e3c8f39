/** Busline's outbox and inbox: events and effects in the transactions of a database. */
module io.busline.outbox {
  requires transitive io.busline.core;
  requires transitive java.sql;

  exports io.busline.outbox;
}
