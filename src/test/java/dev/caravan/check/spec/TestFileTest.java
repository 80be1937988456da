package dev.caravan.check.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.Column;
import dev.caravan.change.TableName;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFileTest {

  @Test
  void readsTheTableAsTheCaptureWouldAnnounceIt() {
    // When
    SourceTable table = source("{id: bigint, total: 'numeric(12,2) not null', tags: 'text[]'}");

    // Then
    assertThat(table.shape().table()).isEqualTo(new TableName("inventory", "orders"));
    assertThat(table.shape().primaryKey()).containsExactly("id");
    assertThat(table.shape().columns())
        .containsExactly(
            new Column("id", 1, "int8", null, null, false, "int64", null, false),
            new Column("total", 2, "numeric", 12, 2, false, "string", null, false),
            new Column("tags", 3, "text[]", null, null, true, "string", null, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int|5|5",
        "numeric(12,2)|12.50|12.50",
        "bool|true|true",
        "date|2026-01-31|20484",
        "timestamp|2026-01-31T12:00:00.5|1769860800500000",
        "timestamptz|2026-01-31 12:00:00+01|2026-01-31T11:00:00.000000Z",
        "timestamp with time zone|2026-01-31T12:00:00Z|2026-01-31T12:00:00.000000Z",
        "bytea|'\\x0aff'|Cv8=",
        "uuid|61f0c404-5cb3-11e7-907b-a6006ad3dba0|61f0c404-5cb3-11e7-907b-a6006ad3dba0",
        "jsonb|{a: 1, b: [x, null]}|{\"a\": 1, \"b\": [\"x\", null]}",
        "text[]|[a, null, 'b\"c']|{\"a\",NULL,\"b\\\"c\"}",
        "double precision|NaN|NaN",
        "varchar(20)|x|x",
      },
      quoteCharacter = '`')
  void writesValuesAsTheCaptureDoes(String type, String value, String written) {
    // When
    SourceEvent event =
        events("{id: int, v: '" + type + "'}", "- insert: {id: 1, v: " + value + "}").get(0);

    // Then
    assertThat(event.after().get("v")).hasToString(written);
  }

  @Test
  void fillsAnUpdateUpWithWhatTheRowHad() {
    // When
    List<SourceEvent> events =
        events(
            "{id: int, a: text, b: text}",
            """
            - insert: {id: 1, a: x, b: y}
            - update: {id: 1, b: z}
            - delete: {id: 1}
            - truncate
            """);

    // Then
    assertThat(events).extracting(SourceEvent::op).containsExactly('c', 'u', 'd', 't');
    assertThat(events.get(1).after()).isEqualTo(Map.of("id", 1, "a", "x", "b", "z"));
    assertThat(events.get(1).before()).isNull();
    assertThat(events.get(2).before()).containsEntry("id", 1).containsEntry("a", null);
    assertThat(events.get(2).key()).isEqualTo(Map.of("id", 1));
  }

  @Test
  void makesAChangeOfTheKeyADeleteAndAnInsert() {
    // When
    List<SourceEvent> events =
        events("{id: int, a: text}", "- insert: {id: 1, a: x}\n- update: {id: 2}\n  of: {id: 1}");

    // Then
    assertThat(events).extracting(SourceEvent::op).containsExactly('c', 'd', 'c');
    assertThat(events.get(2).after()).isEqualTo(Map.of("id", 2, "a", "x"));
    assertThat(events.get(2).number()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: int|id: '(5)'|3|is no column type",
        "insert|insrt|7|an event must be",
        "a: x}|b: x}|7|has no column 'b'",
        "{id: 1, a|{id: one, a|7|'one' is no int4",
        "{id: 1, a|{a|7|lacks column 'id'",
        "rows: []|row: []|8|an unknown 'row'",
        "- name: n|- nam: n|6|an unknown 'nam'",
        "key: [id]|key: [no]|4|which is no column",
        "table: inventory.orders|table: orders|2|is no table",
        "[id]|[id|5|no YAML",
      })
  void saysInWhichLineAFileIsWrong(String from, String to, int line, String reason) {
    // Given
    String text =
        """
        source:
          table: inventory.orders
          columns: {id: int, a: text}
          key: [id]
        tests:
          - name: n
            events: [{insert: {id: 1, a: x}}]
            expect: [{target: t, rows: []}]
        """;
    String broken = text.replace(from, to);

    // When, Then
    assertThatThrownBy(() -> TestFile.parse(broken))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(reason)
        .asInstanceOf(InstanceOfAssertFactories.type(SpecException.class))
        .satisfies(e -> assertThat(e.line()).isEqualTo(line));
  }

  private static SourceTable source(String columns) {
    return TestFile.parse(text(columns, "[]")).tests().get(0).source();
  }

  private static List<SourceEvent> events(String columns, String events) {
    return TestFile.parse(text(columns, "\n" + events.indent(6).stripTrailing()))
        .tests()
        .get(0)
        .events();
  }

  private static String text(String columns, String events) {
    return """
    source:
      table: inventory.orders
      columns: %s
      key: [id]
    tests:
      - name: n
        events: %s
        expect: [{target: t, rows: []}]
    """
        .formatted(columns, events);
  }
}
