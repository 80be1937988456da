package dev.caravan.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.capture.relation.ColumnType;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.relation.RelationMessage;
import dev.caravan.capture.value.Encoding;
import dev.caravan.change.TableName;
import io.debezium.connector.postgresql.connection.LogicalDecodingMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.relational.TableId;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgOutputDecoderTest {

  private static final int ORDERS = 16_400;
  private static final int BEYOND_INT = (int) 4_000_000_000L;

  /** The tables of a test, whose keys alone must have a value. */
  private static final class KeyedTables implements StreamedTables {

    private final Map<Integer, StreamedTable> byOid = new HashMap<>();

    @Override
    public void describe(RelationMessage message) {
      List<RelationColumn> columns = new ArrayList<>();
      for (RelationMessage.Item item : message.columns()) {
        ColumnType type = new ColumnType("text", null, null, Encoding.TEXT);
        columns.add(
            new RelationColumn(item.name(), item.name(), 0, type, !item.key(), false, null));
      }
      put(new Relation(message.oid(), message.table(), columns, List.of(), false, 0, true));
    }

    private StreamedTable put(Relation relation) {
      StreamedTable table = new StreamedTable(relation);
      byOid.put(relation.oid(), table);
      return table;
    }

    @Override
    public StreamedTable table(int oid) {
      return byOid.get(oid);
    }

    @Override
    public StreamedTable allowNull(StreamedTable table, Set<Integer> places) {
      return put(table.relation().withNullable(places));
    }
  }

  private final KeyedTables tables = new KeyedTables();
  private final PgOutputDecoder decoder = new PgOutputDecoder(tables);
  private final List<ReplicationMessage> decoded = new ArrayList<>();

  private void decode(PgOutputBytes message) throws SQLException, InterruptedException {
    decoder.decode(message.buffer(), decoded::add);
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

  private static List<Object> values(List<Column> columns) {
    return columns.stream().map(column -> column.getValue(null, true)).toList();
  }

  @Test
  void aTransactionHasItsTimeAndItsId() throws Exception {
    // When
    decode(new PgOutputBytes('B').int64(77).int64(1_000_001).int32(BEYOND_INT));
    decode(new PgOutputBytes('C').int8(0).int64(77).int64(78).int64(1_000_001));

    // Then
    assertThat(decoded)
        .extracting(ReplicationMessage::getOperation)
        .containsExactly(Operation.BEGIN, Operation.COMMIT);
    for (ReplicationMessage message : decoded) {
      assertThat(message.getTransactionId()).hasValue(4_000_000_000L);
      assertThat(message.getCommitTime()).isEqualTo(Instant.parse("2000-01-01T00:00:01.000001Z"));
    }
  }

  @Test
  void valuesAreTextInUtf8() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id", "größe 😀", "note"));

    // When
    decode(change('I', ORDERS, 'N', "1", "größer 😀", null));

    // Then
    ReplicationMessage insert = decoded.get(0);
    assertThat(insert.getOperation()).isEqualTo(Operation.INSERT);
    assertThat(insert.getOldTupleList()).isNull();
    assertThat(insert.getNewTupleList())
        .extracting(Column::getName)
        .containsExactly("id", "größe 😀", "note");
    assertThat(values(insert.getNewTupleList())).isEqualTo(Arrays.asList("1", "größer 😀", null));
    assertThat(insert.shouldSchemaBeSynchronized()).isFalse();
  }

  @Test
  void aBufferWithoutArrayIsReadAlike() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id"));
    ByteBuffer bytes = change('I', ORDERS, 'N', "ä").buffer();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();

    // When
    decoder.decode(direct, decoded::add);

    // Then
    assertThat(values(decoded.get(0).getNewTupleList())).containsExactly("ä");
  }

  @Test
  void anUpdateKeepsWhatWasNotSentApart() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id", "large"));

    // When
    decode(change('U', ORDERS, 'N', "1", TextColumn.UNCHANGED));
    decode(change('U', ORDERS, 'O', "1", "old").kind('N').row("2", TextColumn.UNCHANGED));

    // Then
    assertThat(decoded.get(0).getOldTupleList()).isNull();
    assertThat(decoded.get(0).getNewTupleList())
        .extracting(Column::isToastedColumn)
        .containsExactly(false, true);
    assertThat(values(decoded.get(1).getOldTupleList())).containsExactly("1", "old");
    assertThat(values(decoded.get(1).getNewTupleList())).containsExactly("2", TextColumn.UNCHANGED);
  }

  @Test
  void aColumnThatHoldsNullAllTheSameMayHoldItFromThenOn() throws Exception {
    // Given a catalog that is ahead, and says that the column can't
    decode(relation(ORDERS, "orders", "note", "id"));

    // When
    decode(change('I', ORDERS, 'N', null, "1"));

    // Then
    assertThat(tables.table(ORDERS).isNullable(0)).isTrue();
  }

  @Test
  void theKeyOfADeleteSaysNothingOfOtherColumns() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "note", "id"));

    // When
    decode(change('D', ORDERS, 'K', null, "1"));

    // Then
    assertThat(tables.table(ORDERS).isNullable(0)).isFalse();
    assertThat(decoded.get(0).getOperation()).isEqualTo(Operation.DELETE);
    assertThat(values(decoded.get(0).getOldTupleList())).isEqualTo(Arrays.asList(null, "1"));
  }

  @Test
  void changesOfOtherTablesOnlyMoveOn() throws Exception {
    // When
    decode(change('I', 1, 'N', "1"));
    decode(change('U', 1, 'N', "1"));
    decode(change('D', 1, 'K', "1"));

    // Then
    assertThat(decoded).hasSize(3).allMatch(ReplicationMessage::isSkippedMessage);
  }

  @Test
  void aTruncateIsOneMessageATable() throws Exception {
    // Given
    decode(relation(ORDERS, "orders", "id"));
    decode(relation(BEYOND_INT, "lines", "id"));

    // When
    decode(new PgOutputBytes('T').int32(3).int8(1).int32(ORDERS).int32(7).int32(BEYOND_INT));

    // Then
    assertThat(decoded)
        .extracting(ReplicationMessage::getOperation)
        .containsOnly(Operation.TRUNCATE);
    assertThat(decoded)
        .extracting(ReplicationMessage::getTable)
        .containsExactly("\"inventory\".\"orders\"", "\"inventory\".\"lines\"");
    assertThat(decoded)
        .extracting(ReplicationMessage::isLastEventForLsn)
        .containsExactly(false, true);
  }

  @Test
  void messagesArePassedOnAndTypesAndOriginsAreNot() throws Exception {
    // When
    decode(new PgOutputBytes('Y').int32(1).name("inventory").name("mood"));
    decode(new PgOutputBytes('O').int64(1).name("elsewhere"));
    decode(new PgOutputBytes('M').int8(0).int64(5).name("caravan-heartbeat").text("hello"));

    // Then
    LogicalDecodingMessage message = (LogicalDecodingMessage) decoded.get(0);
    assertThat(decoded).hasSize(1);
    assertThat(message.getPrefix()).isEqualTo("caravan-heartbeat");
    assertThat(message.getContent()).asString().isEqualTo("hello");
    assertThat(message.getTransactionId()).isEmpty();
    assertThat(message.isLastEventForLsn()).isTrue();
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "Order Details",
        "dot.ted",
        "a\"b",
        "\"a\"",
        "a''b",
        "'",
        "a`b``c",
        "größe 😀",
        "\"\"",
        " lead",
        "select",
        "a.\"b\".c",
        "tab\tin"
      })
  void debeziumReadsTheTablesNameAsItIs(String name) throws Exception {
    // When
    decode(relation(ORDERS, name, "id"));

    // Then
    assertThat(TableId.parse(tables.table(ORDERS).id(), false))
        .isEqualTo(new TableId(null, "inventory", name));
    assertThat(tables.table(ORDERS).relation().table()).isEqualTo(new TableName("inventory", name));
  }
}
