package io.busline.sqlite;

import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import io.busline.spi.Ledger.Span;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where one consumer is in one topic, and how it reads on. Reading changes nothing here; what was
 * read counts once the consumer has applied it to the ledger. Used by the consumer's thread; the
 * ledger is guarded by the consumer's lock.
 */
final class Cursor {

  /** A poll ends early when it has so much data, in bytes: a few of the largest events. */
  static final int MAX_BYTES = 4 << 20;

  private static final String SELECT = "SELECT seq, slot, type, " + EventLog.COLUMNS;

  private static final String SCAN =
      SELECT
          + " FROM event INDEXED BY event_order"
          + " WHERE topic = ? AND seq > ? AND seq <= ? AND (? >> slot) & 1";

  private static final String ORDER = " ORDER BY seq LIMIT ?";

  private static final String NARROW = " AND type IN (SELECT value FROM json_each(?))";

  final long topic;
  final String name;
  final Ledger ledger;

  /** The slots whose first event since they were taken over was seen. */
  int headsSeen;

  private final Interests interests;
  private final Map<Long, String> wanted = new HashMap<>();
  private long last;
  private int types;
  private boolean narrow;

  Cursor(long topic, String name, Interests interests, Ledger ledger) {
    this.topic = topic;
    this.name = name;
    this.interests = interests;
    this.ledger = ledger;
  }

  /**
   * What a read found.
   *
   * @param cursor who read
   * @param slots the slots that were read on, besides what was to be read again
   * @param readTo how far
   * @param messages what was there, in order
   * @param gone what was to be read again and is not there any more
   */
  record Fetched(Cursor cursor, int slots, long readTo, List<Message> messages, List<Long> gone) {}

  /** Whether there is something to read in some slots, as far as is known. */
  boolean isBehind(int slots) {
    boolean news = !wanted.isEmpty() && slots != 0 && ledger.next(slots).after() < last;
    return news || !ledger.again(slots, 1).isEmpty();
  }

  /** Whether a message is the first of its slot since the slot was taken over. */
  boolean isHead(Message message) {
    boolean head = !Slots.contains(headsSeen, message.slot);
    headsSeen |= 1 << message.slot;
    return head;
  }

  /** Learns what the topic holds now; within the transaction that reads. */
  void refresh(Session session) throws SQLException {
    int typesNow;
    PreparedStatement select = session.statement("SELECT last_seq, types FROM topic WHERE id = ?");
    select.setLong(1, topic);
    try (ResultSet row = select.executeQuery()) {
      row.next();
      last = row.getLong(1);
      typesNow = row.getInt(2);
    }
    if (typesNow != types) {
      types = typesNow;
      wanted.clear();
      session.each(
          "SELECT id, name FROM type JOIN topic_type ON type = id WHERE topic = ?",
          row -> {
            if (interests.match(name, row.getString(2))) {
              wanted.put(row.getLong(1), row.getString(2));
            }
          },
          topic);
      narrow = wanted.size() < types;
    }
  }

  /** Reads on: first what is to be read again, then what is new. */
  Fetched fetch(Session session, int slots, int limit) throws SQLException {
    refresh(session);
    List<Message> found = new ArrayList<>();
    List<Long> gone = new ArrayList<>();
    Budget budget = new Budget(limit);
    for (Map.Entry<Long, Integer> entry : ledger.again(slots, limit)) {
      if (budget.isSpent()) {
        break;
      }
      long seq = entry.getKey();
      if (!again(session, seq, found, budget)) {
        gone.add(seq);
      }
    }
    Span span = ledger.next(slots);
    if (budget.isSpent() || wanted.isEmpty() || span.after() >= last) {
      return new Fetched(this, wanted.isEmpty() ? slots : 0, last, found, gone);
    }
    return new Fetched(this, span.slots(), scan(session, span, found, budget), found, gone);
  }

  private boolean again(Session session, long seq, List<Message> found, Budget budget)
      throws SQLException {
    PreparedStatement select = session.statement(SELECT + " FROM event WHERE seq = ?");
    select.setLong(1, seq);
    try (ResultSet row = select.executeQuery()) {
      boolean there = row.next() && wanted.containsKey(row.getLong(3));
      if (there) {
        found.add(message(row, budget));
      }
      return there;
    }
  }

  private long scan(Session session, Span span, List<Message> found, Budget budget)
      throws SQLException {
    PreparedStatement select = session.statement(SCAN + (narrow ? NARROW : "") + ORDER);
    select.setLong(1, topic);
    select.setLong(2, span.after());
    select.setLong(3, span.through());
    select.setLong(4, span.slots() & 0xFFFF_FFFFL);
    if (narrow) {
      select.setString(5, wanted.keySet().toString());
    }
    select.setInt(narrow ? 6 : 5, budget.events);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Message message = message(row, budget);
        found.add(message);
        if (budget.isSpent()) {
          return message.seq;
        }
      }
    }
    return Math.min(span.through(), last);
  }

  private Message message(ResultSet row, Budget budget) throws SQLException {
    long seq = row.getLong(1);
    int slot = row.getInt(2);
    String type = wanted.getOrDefault(row.getLong(3), "unknown");
    byte[] data = EventLog.data(row, 4);
    budget.spend(data.length);
    try {
      return new Message(this, seq, slot, EventLog.read(row, 4, type, data), null);
    } catch (InvalidEventException e) {
      Event<byte[]> rest = Event.builder(type, data).id("seq-" + seq).source("busline").build();
      return new Message(this, seq, slot, rest, "row %d: %s".formatted(seq, e.getMessage()));
    }
  }

  /** How much a read may still find. */
  private static final class Budget {
    int events;
    private int bytes = MAX_BYTES;

    Budget(int events) {
      this.events = events;
    }

    void spend(int size) {
      events--;
      bytes -= size;
    }

    boolean isSpent() {
      return events <= 0 || bytes <= 0;
    }
  }
}
