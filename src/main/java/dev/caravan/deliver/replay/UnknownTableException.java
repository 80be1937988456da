package dev.caravan.deliver.replay;

import dev.caravan.change.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** Kafka holds nothing of a table, neither events nor letters. */
public class UnknownTableException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MOST_NAMED = 20;

  UnknownTableException(TableName table, Collection<TableName> known) {
    super("Kafka holds no events of a table " + table + "; " + known(known));
  }

  private static String known(Collection<TableName> known) {
    if (known.isEmpty()) {
      return "it holds events of no table yet; is caravan.topic-prefix that of the capture?";
    }
    String first =
        known.stream().limit(MOST_NAMED).map(TableName::toString).collect(Collectors.joining(", "));
    return known.size() > MOST_NAMED
        ? "it has %d others: %s, ...".formatted(known.size(), first)
        : "it has " + first;
  }
}
