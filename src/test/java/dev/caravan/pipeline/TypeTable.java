package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table with two columns for each type, one that may hold NULL and one that may not. Row 0 holds
 * the zeros, with NULL where it may; the others go through the types' values.
 */
record TypeTable(TableName name, List<TypeCase> cases) {

  /** What a column must hold in a row. */
  record Expected(int row, String column, String question, String answer) {}

  int rows() {
    return 1 + cases.stream().mapToInt(type -> type.values().size()).max().orElse(0);
  }

  String create() {
    return "CREATE TABLE %s (id int PRIMARY KEY, doubled int GENERATED ALWAYS AS (id * 2) STORED, %s)"
        .formatted(
            name.quoted(),
            cases.stream()
                .flatMap(
                    type ->
                        Stream.of(
                            type.nullableColumn() + " " + type.type(),
                            type.notNullColumn() + " " + type.type() + " NOT NULL"))
                .collect(Collectors.joining(", ")));
  }

  /** All rows, with keys from {@code firstId} on. */
  List<String> inserts(int firstId) {
    List<String> inserts = new ArrayList<>();
    for (int row = 0; row < rows(); row++) {
      int valueOf = Math.max(0, row - 1);
      String nullable = row == 0 ? "NULL" : null;
      inserts.add(
          "INSERT INTO %s (id, %s) VALUES (%d, %s)"
              .formatted(
                  name.quoted(),
                  columns(),
                  firstId + row,
                  cases.stream()
                      .flatMap(
                          type ->
                              Stream.of(
                                  nullable != null ? nullable : type.literal(valueOf),
                                  type.literal(valueOf)))
                      .collect(Collectors.joining(", "))));
    }
    return inserts;
  }

  /** Gives one row the values of another. */
  String copy(int from, int to) {
    return "UPDATE %1$s SET (%2$s) = (SELECT %2$s FROM %1$s WHERE id = %3$d) WHERE id = %4$d"
        .formatted(name.quoted(), columns(), from, to);
  }

  /** All values, written down by hand, for rows with keys from 0 on. */
  List<Expected> expected() {
    List<Expected> expected = new ArrayList<>();
    for (int row = 0; row < rows(); row++) {
      for (TypeCase type : cases) {
        TypeCase.Value value = type.value(Math.max(0, row - 1));
        expected.add(
            new Expected(
                row, type.nullableColumn(), type.question(), row == 0 ? null : value.nullable()));
        expected.add(new Expected(row, type.notNullColumn(), type.question(), value.notNull()));
      }
    }
    return expected;
  }

  private String columns() {
    return cases.stream()
        .flatMap(type -> Stream.of(type.nullableColumn(), type.notNullColumn()))
        .collect(Collectors.joining(", "));
  }
}
