package dev.caravan.deliver.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns Caravan adds at the end of each row, telling where the row came from. */
public final class DeliveryColumns {

  /** The change's place in the WAL; of two rows with one key the higher is the current one. */
  public static final String VERSION = "_version";

  /** 1 when the change deleted the row. */
  public static final String DELETED = "_deleted";

  /** When PostgreSQL committed the change. */
  public static final String COMMITTED_AT = "_committed_at";

  /** The partition of the topic the change came from. */
  public static final String PARTITION = "_partition";

  /** The change's offset in that partition. */
  public static final String OFFSET = "_offset";

  /** What a change did, in a log of changes: {@code c}, {@code u}, {@code d} or {@code r}. */
  public static final String OP = "_op";

  private static final Map<String, String> TYPES = new LinkedHashMap<>();
  private static final Map<String, String> LOG_TYPES = new LinkedHashMap<>();

  static {
    TYPES.put(VERSION, "UInt64");
    TYPES.put(DELETED, "UInt8");
    TYPES.put(COMMITTED_AT, TypeMapping.UTC_MICROS);
    TYPES.put(PARTITION, "UInt32");
    TYPES.put(OFFSET, "UInt64");
    LOG_TYPES.putAll(TYPES);
    LOG_TYPES.put(OP, "LowCardinality(String)");
  }

  private DeliveryColumns() {}

  /** The names in the order the rows have them. */
  public static List<String> names() {
    return List.copyOf(TYPES.keySet());
  }

  /**
   * The types of all by their names, in the order the rows have them.
   *
   * @param log whether the table is a log of changes
   */
  public static Map<String, String> types(boolean log) {
    return Collections.unmodifiableMap(log ? LOG_TYPES : TYPES);
  }

  /** The ClickHouse type of one of the columns, null for any other name. */
  public static String type(String name) {
    return TYPES.get(name);
  }
}
