package dev.caravan.capture.toast;

import dev.caravan.capture.event.DebeziumEvents;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventTables;
import dev.caravan.capture.event.EventWriter;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.PgOutputBytes;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.RowEvent.Op;
import dev.caravan.capture.event.TestTables;
import dev.caravan.capture.event.TextColumn;
import dev.caravan.capture.event.Tuple;
import dev.caravan.capture.event.TupleScan;
import dev.caravan.capture.value.Encoding;
import java.util.List;
import java.util.Map;

/** Change events of a table {@code t (id, v, doc, data)}. */
final class Events {

  /** Of a large value an update leaves as it was. */
  static final Object UNSENT = TextColumn.UNCHANGED;

  static final int DOC = 2;
  static final int DATA = 3;

  private static final EventTables TABLES = TestTables.tables(Map.of());
  static final EventTable T = table(7, "t");
  static final EventTable OTHER = table(8, "other");
  private static final Origin TRANSACTION = Origin.transaction(1, 7, 1);

  private Events() {}

  private static EventTable table(int oid, String name) {
    return TABLES.of(
        TestTables.relation(
            oid,
            name,
            List.of("id"),
            TestTables.column("id", 1, Encoding.INT32, false),
            TestTables.column("v", 2, Encoding.INT32, false),
            TestTables.column("doc", 3, Encoding.TEXT, true),
            TestTables.column("data", 4, Encoding.BYTES, true)));
  }

  static RowEvent row(Op op, int id, Object doc) {
    return row(T, op, id, doc, null);
  }

  static RowEvent row(EventTable table, Op op, int id, Object doc, Object data) {
    byte[] bytes = new PgOutputBytes('N').row(String.valueOf(id), "0", doc, data).buffer().array();
    TupleScan scan = new TupleScan();
    RowEvent event = event(table, op, null, scan.scan(table, bytes, 1));
    return scan.isLacking() ? event.lacks() : event;
  }

  static RowEvent delete(int id) {
    byte[] bytes =
        new PgOutputBytes('K').row(String.valueOf(id), null, null, null).buffer().array();
    return event(T, Op.DELETE, new Tuple(bytes, 1), null);
  }

  static RowEvent truncate() {
    return event(T, Op.TRUNCATE, null, null);
  }

  /** What is written of the new row. */
  static String after(RowEvent event) {
    String value = DebeziumEvents.text(new EventWriter().value(event));
    return value.substring(value.indexOf("\"after\":") + 8, value.indexOf(",\"source\":"));
  }

  private static RowEvent event(EventTable table, Op op, Tuple before, Tuple after) {
    return new RowEvent(table, op, TRANSACTION, 2, 1, 1, before, after);
  }
}
