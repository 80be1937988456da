package dev.caravan.control.table;

import dev.caravan.change.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** A table is neither captured nor routed, and Kafka has no topic of it. */
public class NoSuchTableException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MOST_NAMED = 20;

  NoSuchTableException(TableName table, Collection<TableName> known) {
    super(
        "%s is neither captured nor routed; %s"
            .formatted(table, known.isEmpty() ? "nor is any other table" : "there " + list(known)));
  }

  private static String list(Collection<TableName> known) {
    String first =
        known.stream().limit(MOST_NAMED).map(TableName::toString).collect(Collectors.joining(", "));
    return known.size() > MOST_NAMED
        ? "are %d others: %s, ...".formatted(known.size(), first)
        : (known.size() == 1 ? "is " : "are ") + first;
  }
}
