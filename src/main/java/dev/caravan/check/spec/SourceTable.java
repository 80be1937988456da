package dev.caravan.check.spec;

import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table of PostgreSQL whose events a test sends.
 *
 * @param name its name
 * @param columns its columns, in order
 * @param key the columns of its primary key; empty for none
 * @param full whether it has {@code REPLICA IDENTITY FULL}, so that events carry the row before
 */
public record SourceTable(
    TableName name, List<SourceColumn> columns, List<String> key, boolean full) {

  private static final long RELATION = 16_384;

  static SourceTable parse(YamlNode node) {
    Map<String, YamlNode> parts =
        node.map(Set.of("table", "columns"), Set.of("key", "replicaIdentity"));
    YamlNode table = parts.get("table");
    String[] names = table.text().split("\\.", -1);
    if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
      throw table.wrong(
          "'%s' is no table; expected such as inventory.orders".formatted(table.text()));
    }
    Map<String, YamlNode> declared = parts.get("columns").map();
    List<String> key = new ArrayList<>();
    if (parts.containsKey("key")) {
      for (YamlNode each : parts.get("key").list()) {
        if (!declared.containsKey(each.text())) {
          throw each.wrong("the key names '%s', which is no column".formatted(each.text()));
        }
        key.add(each.text());
      }
    }
    List<SourceColumn> columns = new ArrayList<>();
    declared.forEach(
        (name, type) ->
            columns.add(SourceColumn.parse(name, columns.size() + 1, key.contains(name), type)));
    if (columns.isEmpty()) {
      throw parts.get("columns").wrong("'columns' names no column");
    }
    return new SourceTable(new TableName(names[0], names[1]), columns, key, isFull(parts));
  }

  private static boolean isFull(Map<String, YamlNode> parts) {
    YamlNode identity = parts.get("replicaIdentity");
    if (identity == null || identity.text().equals("default")) {
      return false;
    }
    if (identity.text().equals("full")) {
      return true;
    }
    throw identity.wrong("'replicaIdentity' must be default or full");
  }

  /** What the capture would announce. */
  public Shape shape() {
    return new Shape(
        name,
        columns.stream().map(SourceColumn::column).toList(),
        key,
        key.isEmpty() && !full,
        RELATION);
  }
}
