package dev.caravan.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.capture.event.DebeziumEvents;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventTables;
import dev.caravan.capture.event.EventWriter;
import dev.caravan.capture.event.PgOutputBytes;
import dev.caravan.capture.event.RowBlock;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.RowEvent.Op;
import dev.caravan.capture.event.TestTables;
import dev.caravan.capture.event.TextColumn;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.relation.RelationMessage;
import dev.caravan.capture.value.Encoding;
import io.debezium.connector.postgresql.connection.LogicalDecodingMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PgOutputDecoderTest {

  private static final int ORDERS = 16_400;
  private static final int BEYOND_INT = (int) 4_000_000_000L;
  private static final long FROM = 50;

  /** The tables of a test, whose keys alone must have a value. */
  private static final class KeyedTables implements StreamedTables {

    private final EventTables made = TestTables.tables(Map.of());
    private final Map<Integer, EventTable> byOid = new HashMap<>();

    @Override
    public void describe(RelationMessage message) {
      List<RelationColumn> columns = new ArrayList<>();
      List<String> key = new ArrayList<>();
      for (RelationMessage.Item item : message.columns()) {
        columns.add(TestTables.column(item.name(), columns.size() + 1, Encoding.TEXT, !item.key()));
        if (item.key()) {
          key.add(item.name());
        }
      }
      byOid.put(
          message.oid(),
          made.of(
              TestTables.relation(
                  message.oid(),
                  message.table().table(),
                  key,
                  columns.toArray(RelationColumn[]::new))));
    }

    @Override
    public EventTable table(int oid) {
      return byOid.get(oid);
    }

    @Override
    public EventTable allowNull(EventTable table, Set<Integer> places) {
      EventTable nullable = made.of(table.relation().withNullable(places));
      byOid.put(table.relation().oid(), nullable);
      return nullable;
    }
  }

  private final KeyedTables tables = new KeyedTables();
  private final PgOutputDecoder decoder = new PgOutputDecoder(tables, FROM);
  private final List<ReplicationMessage> told = new ArrayList<>();
  private final RowBlock block = new RowBlock();
  private final EventWriter writer = new EventWriter();

  private void decode(long at, PgOutputBytes message) throws SQLException, InterruptedException {
    decoder.decode(message.buffer(), at, 0, block, told::add);
  }

  private void decode(PgOutputBytes message) throws SQLException, InterruptedException {
    decode(1, message);
  }

  private List<RowEvent> decoded() {
    return block.events();
  }

  private static PgOutputBytes relation(int oid, String table, String... columns) {
    PgOutputBytes message =
        new PgOutputBytes('R')
            .int32(oid)
            .name("inventory")
            .name(table)
            .kind('d')
            .int16(columns.length);
    for (int i = 0; i < columns.length; i++) {
      message.int8(i == 0 ? 1 : 0).name(columns[i]).int32(25).int32(-1);
    }
    return message;
  }

  private static PgOutputBytes change(char kind, int oid, char tuple, Object... values) {
    return new PgOutputBytes(kind).int32(oid).kind(tuple).row(values);
  }

  private static PgOutputBytes begin(int transaction) {
    return new PgOutputBytes('B').int64(77).int64(1_000_001).int32(transaction);
  }

  private static PgOutputBytes commit() {
    return new PgOutputBytes('C').int8(0).int64(77).int64(78).int64(1_000_001);
  }

  private String key(int event) {
    return DebeziumEvents.text(writer.key(decoded().get(event)));
  }

  private String value(int event) {
    return DebeziumEvents.text(writer.value(decoded().get(event)));
  }

  @Test
  void debeziumIsToldOfTheEndOfATransactionAlone() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id"));

    // When
    decode(70, begin(BEYOND_INT));
    decode(72, change('I', ORDERS, 'N', "1"));
    decode(78, commit());

    // Then
    assertThat(told).extracting(ReplicationMessage::getOperation).containsExactly(Operation.COMMIT);
    assertThat(told.get(0).getTransactionId()).hasValue(4_000_000_000L);
    assertThat(told.get(0).getCommitTime()).isEqualTo(Instant.parse("2000-01-01T00:00:01.000001Z"));
    assertThat(block.completed()).isEqualTo(78);
  }

  @Test
  void eachEventKnowsItsPlace() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id", "note"));

    // When two transactions come, the first with rows of one WAL position and one of another key
    decode(70, begin(7));
    decode(72, change('I', ORDERS, 'N', "1", "a"));
    decode(72, change('I', ORDERS, 'N', "2", "b"));
    decode(74, change('U', ORDERS, 'K', "2", null).kind('N').row("3", "b"));
    decode(78, commit());
    decode(80, begin(8));
    decode(74, change('D', ORDERS, 'K', "1", null));

    // Then
    assertThat(decoded())
        .extracting(RowEvent::op, RowEvent::place)
        .containsExactly(
            tuple(Op.CREATE, new StreamPosition(FROM, 7L, 72, 1)),
            tuple(Op.CREATE, new StreamPosition(FROM, 7L, 72, 2)),
            tuple(Op.DELETE, new StreamPosition(FROM, 7L, 74, 1)),
            tuple(Op.CREATE, new StreamPosition(FROM, 7L, 74, 2)),
            tuple(Op.DELETE, new StreamPosition(78, 8L, 74, 1)));
    assertThat(block.completed()).isZero();
  }

  @Test
  void valuesAreTextInUtf8() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id", "größe", "note"));

    // When
    decode(change('I', ORDERS, 'N', "1", "größer", null));

    // Then
    assertThat(key(0)).isEqualTo("{\"id\":\"1\"}");
    assertThat(value(0))
        .startsWith(
            "{\"before\":null,\"after\":{\"id\":\"1\",\"größe\":\"größer\",\"note\":null},");
  }

  @Test
  void aBufferWithoutArrayIsReadAlike() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id"));
    ByteBuffer bytes = change('I', ORDERS, 'N', "ä").buffer();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();

    // When
    decoder.decode(direct, 1, 0, block, told::add);

    // Then
    assertThat(key(0)).isEqualTo("{\"id\":\"ä\"}");
  }

  @Test
  void aBufferThatBeginsAmidItsArrayIsReadAlike() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id", "note"));
    ByteBuffer bytes = change('U', ORDERS, 'K', "ä", null).kind('N').row("ö", "x").buffer();
    ByteBuffer amid = ByteBuffer.allocate(bytes.remaining() + 25).position(25).slice();
    amid.put(bytes).flip();

    // When
    decoder.decode(amid, 1, 0, block, told::add);

    // Then
    assertThat(key(0)).isEqualTo("{\"id\":\"ä\"}");
    assertThat(key(1)).isEqualTo("{\"id\":\"ö\"}");
  }

  @Test
  void anUpdateKeepsWhatWasNotSentApart() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id", "large"));

    // When
    decode(change('U', ORDERS, 'N', "1", TextColumn.UNCHANGED));
    decode(change('U', ORDERS, 'O', "1", "old").kind('N').row("1", TextColumn.UNCHANGED));

    // Then what the old row has is known
    assertThat(decoded()).extracting(RowEvent::isLacking).containsExactly(true, false);
    assertThat(decoded().get(0).lacks(0)).isFalse();
    assertThat(decoded().get(0).lacks(1)).isTrue();
    assertThat(value(1)).contains("\"after\":{\"id\":\"1\",\"large\":\"old\"}");
  }

  @Test
  void aColumnThatHoldsNullAllTheSameMayHoldItFromThenOn() throws Exception {
    // Given a catalog that is ahead, and says that the column can't
    decode(relation(ORDERS, "orders", "note", "id"));

    // When
    decode(change('I', ORDERS, 'N', null, "1"));

    // Then
    assertThat(tables.table(ORDERS).isNullable(0)).isTrue();
    assertThat(decoded().get(0).table()).isSameAs(tables.table(ORDERS));
  }

  @Test
  void theKeyOfADeleteSaysNothingOfOtherColumns() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "note", "id"));

    // When
    decode(change('D', ORDERS, 'K', null, "1"));

    // Then
    assertThat(tables.table(ORDERS).isNullable(0)).isFalse();
    assertThat(decoded().get(0).op()).isEqualTo(Op.DELETE);
    assertThat(value(0)).contains("\"before\":{\"note\":\"\",\"id\":\"1\"},\"after\":null");
  }

  @Test
  void changesOfOtherTablesAreLeftOut() throws Exception {
    // When
    decode(change('I', 1, 'N', "1"));
    decode(change('U', 1, 'N', "1"));
    decode(change('D', 1, 'K', "1"));

    // Then
    assertThat(told).isEmpty();
    assertThat(block.isEmpty()).isTrue();
  }

  @Test
  void aTruncateIsOneEventATable() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id"));
    decode(relation(BEYOND_INT, "lines", "id"));
    decode(begin(7));

    // When
    decode(9, new PgOutputBytes('T').int32(3).int8(1).int32(ORDERS).int32(7).int32(BEYOND_INT));

    // Then
    assertThat(decoded())
        .extracting(RowEvent::op, event -> event.table().topic(), RowEvent::ordinal)
        .containsExactly(
            tuple(Op.TRUNCATE, "p.inventory.orders", 1),
            tuple(Op.TRUNCATE, "p.inventory.lines", 2));
  }

  @Test
  void messagesArePassedOnAndTypesAndOriginsAreNot() throws Exception {
    // When
    decode(new PgOutputBytes('Y').int32(1).name("inventory").name("mood"));
    decode(new PgOutputBytes('O').int64(1).name("elsewhere"));
    decode(5, new PgOutputBytes('M').int8(0).int64(5).name("caravan-heartbeat").text("hello"));

    // Then
    LogicalDecodingMessage message = (LogicalDecodingMessage) told.get(0);
    assertThat(told).hasSize(1);
    assertThat(message.getPrefix()).isEqualTo("caravan-heartbeat");
    assertThat(message.getContent()).asString().isEqualTo("hello");
    assertThat(message.getTransactionId()).isEmpty();
    assertThat(message.isLastEventForLsn()).isTrue();
    assertThat(block.completed()).isEqualTo(5);
  }

  @Test
  void aMessageWithinATransactionDoesNotEndIt() throws Exception {
    // When
    decode(70, begin(7));
    decode(72, new PgOutputBytes('M').int8(1).int64(72).name("any").text(""));

    // Then
    assertThat(told.get(0).getTransactionId()).hasValue(7);
    assertThat(block.isEmpty()).isTrue();
  }

  @Test
  void aRowThatDoesNotFitItsTableIsRefused() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id"));

    // When, Then
    assertThatThrownBy(() -> decode(change('I', ORDERS, 'N', "1", "2")))
        .hasMessageContaining("inventory.orders");
    assertThatThrownBy(() -> decode(new PgOutputBytes('?'))).hasMessageContaining("'?'");
  }
}
