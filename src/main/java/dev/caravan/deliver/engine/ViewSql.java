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

  /** Whether the event became a row for the target. */
  static final String TAKEN = "_caravan_taken";

  /** What the message of the failure at a closed gate begins with. */
  static final String CLOSED = "caravan: nobody has opened the gate of a partition";

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
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < columns.filled().size(); i++) {
      EngineColumn each = columns.filled().get(i);
      String text = "t" + i;
      texts.add(
          "if(op = 'd', tupleElement(tupleElement(e, 3), %1$d), tupleElement(tupleElement(e, 2), %1$d)) AS %2$s"
              .formatted(i + 1, text));
      rows.add(row(each, text) + " AS " + quote(each.name()));
      conditions.add(condition(each, text));
    }
    conditions.addAll(0, envelope());
    return "SELECT "
        + String.join(", ", rows)
        + ", toUInt64(greatest(lsn, 0)) AS "
        + quote(DeliveryColumns.VERSION)
        + ", toUInt8(op = 'd') AS "
        + quote(DeliveryColumns.DELETED)
        + ", fromUnixTimestamp64Micro(if(micros BETWEEN "
        + FIRST_MICRO
        + " AND "
        + LAST_MICRO
        + ", micros, 0), 'UTC') AS "
        + quote(DeliveryColumns.COMMITTED_AT)
        + ", toUInt32(p) AS "
        + quote(DeliveryColumns.PARTITION)
        + ", toUInt64(o) AS "
        + quote(DeliveryColumns.OFFSET)
        + (options.log() ? ", op AS " + quote(DeliveryColumns.OP) : "")
        + ", toUInt8(ifNull("
        + String.join(" AND ", conditions)
        + ", 0)) + if(throwIf(isNull(gate), "
        + literal(CLOSED)
        + ") = 0 AND o <= assumeNotNull(gate), 2, 0) AS "
        + quote(TAKEN)
        + " FROM (SELECT o, p, gate, names, values, value, tupleElement(e, 1) AS op, ifNull(tupleElement(tupleElement(e, 4), 1), -1) AS lsn, ifNull(tupleElement(tupleElement(e, 4), 2), -9000000000000000) AS micros"
        + (texts.isEmpty() ? "" : ", " + String.join(", ", texts))
        + " FROM (SELECT toInt64(_offset) AS o, _partition AS p, joinGetOrNull("
        + literal(names.gate().database() + "." + names.gate().table())
        + ", 'landed', toUInt64(_partition)) AS gate, _headers.name AS names, _headers.value AS values, value, JSONExtract(value, "
        + literal(envelopeType())
        + ") AS e FROM "
        + names.queue().quoted()
        + "))";
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
    String row = "(op IN (" + ops + ") AND position(value, '\"after\":{') > 0)";
    String delete = "(op = 'd' AND position(value, '\"before\":{') > 0)";
    return List.of(
        "names = ['" + ChangeHeaders.SHAPE + "'] AND values = [" + literal(shape) + "]",
        keyed() ? "(" + row + " OR " + delete + ")" : row,
        "lsn >= 0",
        "micros BETWEEN " + FIRST_MICRO + " AND " + LAST_MICRO);
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
    return each.key() ? certain : "(op = 'd' OR " + certain + ")";
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
    columns.retired().forEach(name -> selected.add("NULL AS " + quote(name)));
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
