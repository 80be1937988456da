package dev.caravan.deliver.engine;

import static dev.caravan.deliver.table.TargetName.literal;
import static dev.caravan.deliver.table.TargetName.quote;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.table.DeliveryColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The queries by which the engine's views make rows of events. An event is taken when it is certain
 * what row it is; every other one is left to Caravan.
 *
 * @param shape the shape whose events are taken, as events name it
 * @param target the target's shape of it
 * @param options what the route says of the table
 * @param sortingKey the names of the columns the target is ordered by
 */
public record ViewSql(
    EngineNames names,
    EngineColumns columns,
    String shape,
    Shape target,
    TableOptions options,
    Set<String> sortingKey) {

  /**
   * What becomes of the event: 1 is a row for the target; 3 one that the target has, by the gate; 0
   * and 2 are left to Caravan, as all are while the gate of their partition is closed.
   */
  static final String TAKEN = "_caravan_taken";

  /** The queue's only column. */
  static final String EVENT = "_caravan_event";

  private static final String PARSED = "_caravan_parsed";
  private static final String OP = "_caravan_op";
  private static final String LSN = "_caravan_lsn";
  private static final String MICROS = "_caravan_micros";
  private static final String PLACE = "_caravan_offset";
  private static final String GATE = "_caravan_gate";
  private static final String HEADERS = "_caravan_headers";
  private static final String VALUES = "_caravan_values";
  private static final String MATCHES = "_caravan_matches";
  private static final long FIRST_MICRO = -2_208_988_800_000_000L;
  private static final long LAST_MICRO = 10_413_791_999_999_999L;

  private boolean keyed() {
    return !target.primaryKey().isEmpty();
  }

  private boolean replacing() {
    return keyed() && !options.log();
  }

  /** The columns that pass and their types. */
  Map<String, String> passing() {
    Map<String, String> passing = new LinkedHashMap<>();
    columns.filled().forEach(each -> passing.put(each.name(), each.type()));
    passing.putAll(DeliveryColumns.types(options.log()));
    passing.put(TAKEN, "UInt8");
    return passing;
  }

  /** From the queue: every event, as a row of the target where it is certain. */
  String parse() {
    List<String> texts = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    List<String> conditions = new ArrayList<>(envelope());
    for (int i = 0; i < columns.filled().size(); i++) {
      EngineColumn each = columns.filled().get(i);
      String text = "_caravan_text" + i;
      texts.add(
          "if(%1$s = 'd', tupleElement(tupleElement(%2$s, 3), %3$d), tupleElement(tupleElement(%2$s, 2), %3$d)) AS %4$s"
              .formatted(OP, PARSED, i + 1, text));
      rows.add(row(each, text) + " AS " + quote(each.name()));
      conditions.add(condition(each, text));
    }
    rows.addAll(own());
    rows.add(
        "toUInt8(if(isNull(%1$s), 0, toUInt8(ifNull(%2$s, 0)) + if(%3$s <= %1$s, 2, 0))) AS %4$s"
            .formatted(GATE, String.join(" AND ", conditions), PLACE, quote(TAKEN)));
    return "SELECT " + String.join(", ", rows) + " FROM (" + texts(texts) + ")";
  }

  private List<String> own() {
    List<String> own = new ArrayList<>();
    own.add("toUInt64(greatest(" + LSN + ", 0)) AS " + quote(DeliveryColumns.VERSION));
    own.add("toUInt8(" + OP + " = 'd') AS " + quote(DeliveryColumns.DELETED));
    own.add(
        "fromUnixTimestamp64Micro(if(%1$s BETWEEN %2$d AND %3$d, %1$s, 0), 'UTC') AS %4$s"
            .formatted(MICROS, FIRST_MICRO, LAST_MICRO, quote(DeliveryColumns.COMMITTED_AT)));
    own.add("toUInt32(_caravan_partition) AS " + quote(DeliveryColumns.PARTITION));
    own.add("toUInt64(" + PLACE + ") AS " + quote(DeliveryColumns.OFFSET));
    if (options.log()) {
      own.add(OP + " AS " + quote(DeliveryColumns.OP));
    }
    return own;
  }

  /** The event read once, and the text of each field. */
  private String texts(List<String> texts) {
    String gate = names.gate().database() + "." + names.gate().table();
    return "SELECT %1$s, _caravan_partition, %2$s, %3$s, %4$s, %5$s, tupleElement(%6$s, 1) AS %7$s, ifNull(tupleElement(tupleElement(%6$s, 4), 1), -1) AS %8$s, ifNull(tupleElement(tupleElement(%6$s, 4), 2), -9000000000000000) AS %9$s, "
            .formatted(PLACE, GATE, HEADERS, VALUES, EVENT, PARSED, OP, LSN, MICROS)
        + String.join(", ", texts)
        + " FROM (SELECT toInt64(_offset) AS %s, _partition AS _caravan_partition, joinGetOrNull(%s, 'landed', toUInt64(_partition)) AS %s, _headers.name AS %s, _headers.value AS %s, %s, JSONExtract(%6$s, %7$s) AS %8$s FROM %9$s)"
            .formatted(
                PLACE,
                literal(gate),
                GATE,
                HEADERS,
                VALUES,
                EVENT,
                literal(envelopeType()),
                PARSED,
                names.queue().quoted());
  }

  private String envelopeType() {
    String row =
        columns.filled().stream()
            .map(each -> quote(each.field()) + " Nullable(String)")
            .collect(Collectors.joining(", "));
    return "Tuple(op String, after Tuple(%1$s), before Tuple(%1$s), source Tuple(lsn Nullable(Int64), ts_us Nullable(Int64)))"
        .formatted(row);
  }

  private List<String> envelope() {
    String ops = options.log() || keyed() ? "'c', 'u', 'r'" : "'c', 'r'";
    String row = "(%s IN (%s) AND position(%s, '\"after\":{') > 0)".formatted(OP, ops, EVENT);
    String delete = "(%s = 'd' AND position(%s, '\"before\":{') > 0)".formatted(OP, EVENT);
    return List.of(
        "%s = ['%s'] AND %s = [%s]".formatted(HEADERS, ChangeHeaders.SHAPE, VALUES, literal(shape)),
        keyed() ? "(" + row + " OR " + delete + ")" : row,
        LSN + " >= 0",
        MICROS + " BETWEEN " + FIRST_MICRO + " AND " + LAST_MICRO);
  }

  private static boolean isNullable(String type) {
    return type.startsWith("Nullable(") || type.startsWith("LowCardinality(Nullable(");
  }

  private static String certain(EngineColumn each, String text) {
    String plain = each.type().startsWith("Array(") ? "ifNull(" + text + ", '')" : text;
    return "ifNull(" + each.sql().certain(plain) + ", 0)";
  }

  /** A delete without the whole old row has placeholders in all but the key. */
  private static String condition(EngineColumn each, String text) {
    String certain =
        isNullable(each.type())
            ? "(isNull(" + text + ") OR " + certain(each, text) + ")"
            : "(isNotNull(" + text + ") AND " + certain(each, text) + ")";
    return each.key() ? certain : "(" + OP + " = 'd' OR " + certain + ")";
  }

  private static String row(EngineColumn each, String text) {
    String zero = "defaultValueOfTypeName(" + literal(each.type()) + ")";
    boolean array = each.type().startsWith("Array(");
    String plain = array ? "ifNull(" + text + ", '')" : text;
    String value = "CAST(" + each.sql().value(plain) + ", " + literal(nullable(each.type())) + ")";
    if (array) {
      return "if(" + certain(each, text) + ", " + value + ", " + zero + ")";
    }
    String known =
        "if(isNotNull(" + text + ") AND " + certain(each, text) + ", " + value + ", NULL)";
    return isNullable(each.type())
        ? "CAST(" + known + ", " + literal(each.type()) + ")"
        : "CAST(ifNull(" + known + ", " + zero + "), " + literal(each.type()) + ")";
  }

  private static String nullable(String type) {
    if (isNullable(type) || type.startsWith("Array(")) {
      return type;
    }
    return type.startsWith("LowCardinality(")
        ? "LowCardinality(Nullable(" + type.substring("LowCardinality(".length()) + ")"
        : "Nullable(" + type + ")";
  }

  /** From what passes: the rows of the target. */
  String take() {
    List<String> all = new ArrayList<>(columns.filled().stream().map(EngineColumn::name).toList());
    all.addAll(DeliveryColumns.types(options.log()).keySet());
    boolean judged = options.where().isPresent();
    Set<String> kept = new HashSet<>(DeliveryColumns.names());
    kept.addAll(sortingKey);
    List<String> selected = new ArrayList<>();
    for (String name : all) {
      String column = "r." + quote(name);
      selected.add(
          (judged && replacing() ? judged(name, column, kept) : column) + " AS " + quote(name));
    }
    columns
        .retired()
        .forEach(
            (name, type) -> selected.add("CAST(NULL, " + literal(type) + ") AS " + quote(name)));
    String from = names.parsed().quoted();
    if (!judged) {
      return "SELECT %s FROM %s AS r WHERE r.%s = 1"
          .formatted(String.join(", ", selected), from, quote(TAKEN));
    }
    return "SELECT %s FROM (SELECT *, if(ifNull((%s), 0), 1, 0) AS %s FROM %s WHERE %s = 1) AS r%s"
        .formatted(
            String.join(", ", selected),
            options.where().get(),
            MATCHES,
            from,
            quote(TAKEN),
            replacing() ? "" : " WHERE r." + MATCHES);
  }

  private static String judged(String name, String column, Set<String> kept) {
    if (name.equals(DeliveryColumns.DELETED)) {
      return "if(r." + MATCHES + ", " + column + ", 1)";
    }
    return kept.contains(name)
        ? column
        : "if(r." + MATCHES + ", " + column + ", defaultValueOfArgumentType(" + column + "))";
  }

  /** From what passes: the places of the events that are left to Caravan. */
  String leave() {
    return "SELECT %1$s, %2$s FROM %3$s WHERE %4$s IN (0, 2)"
        .formatted(
            quote(DeliveryColumns.PARTITION),
            quote(DeliveryColumns.OFFSET),
            names.parsed().quoted(),
            quote(TAKEN));
  }
}
