package io.busline.postgres;

import io.busline.spi.log.Registry.Value;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one question to the server has shown.
 *
 * @param heads every topic
 * @param generation changes when instances shall look at their groups
 * @param values all groups and the signs of life of all instances, by their keys in the registry
 */
record Look(Map<String, Head> heads, long generation, Map<String, Value> values) {

  /** One statement, since an instance that rests shall cost the server next to nothing. */
  private static final String SELECT =
      "SELECT "
          + Head.COLUMNS
          + ", b.generation, NULL::bytea FROM {bus} b LEFT JOIN {topic} t ON true"
          + " UNION ALL SELECT key, NULL, written_at, NULL, NULL, NULL, value FROM {registry}"
          + " WHERE key >= 'group.' AND key < 'group/' OR key >= 'member.' AND key < 'member/'";

  static Look take(Session session) throws SQLException {
    Map<String, Head> heads = new TreeMap<>();
    Map<String, Value> values = new HashMap<>();
    long[] generation = {0};
    session.each(
        SELECT,
        row -> {
          byte[] value = row.getBytes(7);
          String name = row.getString(1);
          if (value != null) {
            values.put(name, new Value(value, Session.time(row, 3)));
            return;
          }
          generation[0] = row.getLong(6);
          if (name != null) {
            heads.put(name, Head.read(row));
          }
        });
    return new Look(heads, generation[0], values);
  }
}
