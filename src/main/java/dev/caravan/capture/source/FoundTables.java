package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The tables to be captured, each list sorted.
 *
 * @param keyed tables whose rows PostgreSQL can tell apart, so that it publishes every change
 * @param keyless tables without a replica identity: PostgreSQL refuses their {@code UPDATE} and
 *     {@code DELETE} when they are published for these, so only inserts and {@code TRUNCATE} are
 */
public record FoundTables(List<TableName> keyed, List<TableName> keyless) {

  public FoundTables {
    keyed = List.copyOf(keyed);
    keyless = List.copyOf(keyless);
  }

  /** All of them, sorted. */
  public List<TableName> all() {
    return Stream.concat(keyed.stream(), keyless.stream()).sorted().toList();
  }

  /** Those that meet a condition. */
  public FoundTables only(Predicate<TableName> condition) {
    return new FoundTables(
        keyed.stream().filter(condition).toList(), keyless.stream().filter(condition).toList());
  }
}
