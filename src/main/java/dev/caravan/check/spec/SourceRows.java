package dev.caravan.check.spec;

import dev.caravan.change.text.DateTimeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The source table while a test changes it, so that an update need only name what it changes. What
 * it does becomes the events PostgreSQL would publish.
 */
final class SourceRows {

  private static final Set<String> VERBS = Set.of("insert", "snapshot", "update", "delete");

  private final SourceTable table;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final List<SourceEvent> events = new ArrayList<>();

  SourceRows(SourceTable table) {
    this.table = table;
  }

  /** The events of a test. */
  static List<SourceEvent> events(SourceTable table, YamlNode list) {
    SourceRows rows = new SourceRows(table);
    int number = 0;
    for (YamlNode each : list.list()) {
      rows.apply(++number, each);
    }
    return rows.events;
  }

  private void apply(int number, YamlNode each) {
    if (each.isText() && each.text().equals("truncate")) {
      rows.clear();
      events.add(new SourceEvent(number, 't', null, null, null, null));
      return;
    }
    String verb =
        each.isMap()
            ? each.map().keySet().stream().filter(VERBS::contains).findFirst().orElse(null)
            : null;
    if (verb == null) {
      throw each.wrong("an event must be insert, snapshot, update, delete or truncate");
    }
    Map<String, YamlNode> parts = each.map(Set.of(verb), Set.of("of", "at"));
    Long at = at(parts.get("at"));
    YamlNode named = parts.get(verb);
    switch (verb) {
      case "insert" -> insert(number, 'c', named, at);
      case "snapshot" -> insert(number, 'r', named, at);
      case "update" -> update(number, named, find(parts.getOrDefault("of", named), named), at);
      default -> delete(number, find(named, named), at);
    }
  }

  private void insert(int number, char op, YamlNode named, Long at) {
    Map<String, Object> row = new LinkedHashMap<>();
    table.columns().forEach(column -> row.put(column.name(), null));
    row.putAll(values(named));
    for (SourceColumn column : table.columns()) {
      if (!column.column().nullable() && row.get(column.name()) == null) {
        throw named.wrong("the row lacks column '%s', which is not null".formatted(column.name()));
      }
    }
    rows.add(row);
    events.add(new SourceEvent(number, op, key(row), null, new LinkedHashMap<>(row), at));
  }

  private void update(int number, YamlNode named, Map<String, Object> row, Long at) {
    Map<String, Object> before = new LinkedHashMap<>(row);
    row.putAll(values(named));
    Map<String, Object> after = new LinkedHashMap<>(row);
    if (table.key().isEmpty() || key(before).equals(key(after))) {
      Map<String, Object> shown = table.full() ? before : null;
      events.add(new SourceEvent(number, 'u', key(after), shown, after, at));
    } else {
      events.add(new SourceEvent(number, 'd', key(before), deleted(before), null, at));
      events.add(new SourceEvent(number, 'c', key(after), null, after, at));
    }
  }

  private void delete(int number, Map<String, Object> row, Long at) {
    rows.removeIf(each -> each == row);
    events.add(new SourceEvent(number, 'd', key(row), deleted(row), null, at));
  }

  /** Without REPLICA IDENTITY FULL a deleted row is its key alone. */
  private Map<String, Object> deleted(Map<String, Object> row) {
    Map<String, Object> before = new LinkedHashMap<>(row);
    if (!table.full()) {
      before.replaceAll((name, value) -> table.key().contains(name) ? value : null);
    }
    return before;
  }

  /** The row that has the values: those of the key where it is named, all that are named if not. */
  private Map<String, Object> find(YamlNode of, YamlNode where) {
    if (table.key().isEmpty() && !table.full()) {
      throw where.wrong(
          "%s has neither a key nor replicaIdentity full: PostgreSQL publishes its inserts alone"
              .formatted(table.name()));
    }
    Map<String, Object> wanted = values(of);
    if (wanted.keySet().containsAll(table.key()) && !table.key().isEmpty()) {
      wanted.keySet().retainAll(table.key());
    }
    return rows.stream()
        .filter(
            row ->
                wanted.entrySet().stream()
                    .allMatch(each -> Objects.equals(row.get(each.getKey()), each.getValue())))
        .findFirst()
        .orElseThrow(
            () -> where.wrong("there is no row of %s; insert it before".formatted(wanted)));
  }

  private Map<String, Object> values(YamlNode named) {
    Map<String, Object> values = new LinkedHashMap<>();
    named
        .map()
        .forEach(
            (name, value) -> {
              SourceColumn column =
                  table.columns().stream()
                      .filter(each -> each.name().equals(name))
                      .findFirst()
                      .orElseThrow(
                          () -> value.wrong("%s has no column '%s'".formatted(table.name(), name)));
              values.put(name, SourceValue.of(column, value));
            });
    return values;
  }

  private Map<String, Object> key(Map<String, Object> row) {
    if (table.key().isEmpty()) {
      return null;
    }
    Map<String, Object> key = new LinkedHashMap<>();
    table.key().forEach(column -> key.put(column, row.get(column)));
    return key;
  }

  private static Long at(YamlNode at) {
    if (at == null) {
      return null;
    }
    try {
      return DateTimeText.micros(at.text().replace('T', ' ').replaceFirst("Z$", ""));
    } catch (RuntimeException e) {
      throw at.wrong("'at' must be a time of UTC, such as 2026-01-31 12:00:00");
    }
  }
}
