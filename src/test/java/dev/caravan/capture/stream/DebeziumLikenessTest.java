package dev.caravan.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.event.DebeziumEvents;
import dev.caravan.capture.event.DebeziumEvents.Written;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventTables;
import dev.caravan.capture.event.EventWriter;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.PgOutputBytes;
import dev.caravan.capture.event.RowBlock;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.TestTables;
import dev.caravan.capture.event.TextColumn;
import dev.caravan.capture.event.Texts;
import dev.caravan.capture.event.Tuple;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.relation.RelationMessage;
import dev.caravan.capture.value.Encoding;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is decoded and written without Debezium is byte for byte what Debezium makes of it. */
class DebeziumLikenessTest {

  private static final long COMMIT = 5_000_000_000L;
  private static final long LSN = 5_000_000_123L;
  private static final long TX = 4_000_000_000L;
  private static final long MICROS = 1_795_443_642_356_983L;
  private static final long NANOS = 1_795_443_642_606_034_113L;
  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final int OID = 16_400;

  private static final Ways PLAIN = new Ways(Map.of());
  private static final Ways WITH_OPTIONS =
      new Ways(
          Map.of(
              "column.exclude.list", "inventory\\..*\\.c1",
              "column.mask.with.5.chars", "inventory\\..*\\.c0",
              "message.key.columns", "inventory\\.(.*):c2"));

  /** Caravan's way and Debezium's, under the same options. */
  private record Ways(EventTables tables, DebeziumEvents debezium) {
    Ways(Map<String, String> options) {
      this(TestTables.tables(options), new DebeziumEvents(options));
    }
  }

  /** Whether the whole old row comes, as with REPLICA IDENTITY FULL, its key, or nothing. */
  private enum Old {
    NONE,
    KEY,
    ROW
  }

  /**
   * A change.
   *
   * @param key the places of the key
   * @param unsent the places an update leaves as they were, where they are large
   */
  private record Change(
      List<RelationColumn> columns,
      List<Integer> key,
      Operation operation,
      Old old,
      List<String> before,
      List<String> after,
      Set<Integer> unsent) {

    Relation relation() {
      List<String> names = key.stream().map(place -> columns.get(place).name()).toList();
      return TestTables.relation(
          OID, "order \"x\" ä", names, columns.toArray(RelationColumn[]::new));
    }

    Object[] oldRow() {
      if (operation == Operation.INSERT || operation == Operation.TRUNCATE || old == Old.NONE) {
        return null;
      }
      return IntStream.range(0, columns.size())
          .mapToObj(i -> old == Old.ROW || key.contains(i) ? before.get(i) : null)
          .toArray();
    }

    Object[] newRow() {
      if (operation == Operation.DELETE || operation == Operation.TRUNCATE) {
        return null;
      }
      Object[] row = after.toArray();
      for (int i = 0; operation == Operation.UPDATE && i < row.length; i++) {
        if (unsent.contains(i) && Texts.isLarge(columns.get(i).type().encoding())) {
          row[i] = TextColumn.UNCHANGED;
        }
      }
      return row;
    }

    ByteBuffer message() {
      return switch (operation) {
        case INSERT -> new PgOutputBytes('I').int32(OID).kind('N').row(newRow()).buffer();
        case UPDATE -> update();
        case DELETE -> new PgOutputBytes('D').int32(OID).kind(kind()).row(oldRow()).buffer();
        default -> new PgOutputBytes('T').int32(1).int8(0).int32(OID).buffer();
      };
    }

    private ByteBuffer update() {
      PgOutputBytes message = new PgOutputBytes('U').int32(OID);
      if (old != Old.NONE) {
        message.kind(kind()).row(oldRow());
      }
      return message.kind('N').row(newRow()).buffer();
    }

    private char kind() {
      return old == Old.ROW ? 'O' : 'K';
    }
  }

  @Provide
  Arbitrary<Change> changes() {
    Arbitrary<RelationColumn> column =
        Combinators.combine(Arbitraries.of(Encoding.values()), Arbitraries.of(true, false))
            .as((encoding, nullable) -> TestTables.column("c", 1, encoding, nullable));
    return column.list().ofMinSize(1).ofMaxSize(6).flatMap(DebeziumLikenessTest::changes);
  }

  private static Arbitrary<Change> changes(List<RelationColumn> of) {
    List<RelationColumn> columns = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      String name = i == 3 ? "größe \"3\"" : "c" + i;
      Encoding encoding = of.get(i).type().encoding();
      columns.add(TestTables.column(name, i + 1, encoding, of.get(i).nullable()));
    }
    Arbitrary<Set<Integer>> places =
        Arbitraries.integers().between(0, columns.size() - 1).set().ofMaxSize(2);
    return places.flatMap(
        key ->
            Combinators.combine(
                    Arbitraries.just(columns),
                    Arbitraries.shuffle(List.copyOf(key)),
                    Arbitraries.of(
                        Operation.INSERT, Operation.UPDATE, Operation.DELETE, Operation.TRUNCATE),
                    Arbitraries.of(Old.values()),
                    row(columns, key),
                    row(columns, key),
                    places)
                .as(Change::new)
                .filter(
                    change -> change.operation() != Operation.DELETE || change.old() != Old.NONE));
  }

  private static Arbitrary<List<String>> row(List<RelationColumn> columns, Set<Integer> key) {
    List<Arbitrary<String>> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Arbitrary<String> text = Texts.of(columns.get(i).type().encoding());
      boolean mayBeNull = columns.get(i).nullable() && !key.contains(i);
      values.add(mayBeNull ? text.injectNull(0.3) : text);
    }
    return Combinators.combine(values).as(row -> row);
  }

  @Property(tries = 500)
  void changesAreWrittenAsDebeziumWritesThem(@ForAll("changes") Change change) throws Exception {
    mustBeAlike(change, PLAIN);
  }

  @Property(tries = 100)
  void soTheyAreWithColumnsLeftOutMaskedOrTakenAsKey(@ForAll("changes") Change change)
      throws Exception {
    if (change.columns().size() > 3
        && !Set.of(0, 1).contains(change.key().isEmpty() ? 2 : change.key().get(0))
        && change.columns().get(0).type().encoding() == Encoding.TEXT) {
      mustBeAlike(change, WITH_OPTIONS);
    }
  }

  private static void mustBeAlike(Change change, Ways ways) throws Exception {
    // Given
    Relation relation = change.relation();
    EventTable table = ways.tables().of(relation);

    // When
    List<Written> written = new ArrayList<>();
    EventWriter writer = new EventWriter();
    for (RowEvent event : decode(change, table)) {
      written.add(
          new Written(
              DebeziumEvents.text(writer.key(event)), DebeziumEvents.text(writer.value(event))));
    }

    // Then
    assertThat(written)
        .isEqualTo(
            ways.debezium()
                .streamed(
                    relation,
                    change.operation(),
                    change.oldRow(),
                    change.newRow(),
                    COMMIT,
                    TX,
                    MICROS,
                    LSN,
                    NANOS));
  }

  private static List<RowEvent> decode(Change change, EventTable table) throws Exception {
    StreamedTables tables =
        new StreamedTables() {
          @Override
          public void describe(RelationMessage message) {
            throw new IllegalStateException("it is described already");
          }

          @Override
          public EventTable table(int oid) {
            return table;
          }

          @Override
          public EventTable allowNull(EventTable known, Set<Integer> places) {
            throw new IllegalStateException("NULL at " + places);
          }
        };
    PgOutputDecoder decoder = new PgOutputDecoder(tables, COMMIT);
    RowBlock block = new RowBlock();
    ByteBuffer begin =
        new PgOutputBytes('B').int64(1).int64(MICROS - EPOCH_MICROS).int32((int) TX).buffer();
    decoder.decode(begin, 1, NANOS, block, message -> {});
    decoder.decode(change.message(), LSN, NANOS, block, message -> {});
    return block.events();
  }

  @Property(tries = 100)
  void readRowsAreWrittenAsDebeziumWritesThem(@ForAll("changes") Change change) throws Exception {
    // Given
    Relation relation = change.relation();
    EventTable table = PLAIN.tables().of(relation);
    List<String> row = change.after();
    EventWriter writer = new EventWriter();

    for (Origin origin : List.of(Origin.first(MICROS), Origin.incremental(MICROS))) {
      // When
      RowEvent event = RowEvent.read(table, origin, LSN, NANOS, Tuple.of(row));

      // Then
      assertThat(
              new Written(
                  DebeziumEvents.text(writer.key(event)), DebeziumEvents.text(writer.value(event))))
          .isEqualTo(PLAIN.debezium().read(relation, row.toArray(), origin, LSN, NANOS));
    }
  }
}
