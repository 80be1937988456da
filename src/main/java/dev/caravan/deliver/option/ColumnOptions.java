package dev.caravan.deliver.option;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a route says of the source's columns, by the names they have there.
 *
 * @param exclude those that are left out
 * @param mask the text that stands for the values of some
 * @param hash those whose values are hashed
 * @param rename the names some have in ClickHouse
 * @param types the types some have in ClickHouse
 * @param salt what the hashes are made with; there when there are any
 */
public record ColumnOptions(
    Set<String> exclude,
    Map<String, String> mask,
    Set<String> hash,
    Map<String, String> rename,
    Map<String, String> types,
    Optional<Salt> salt) {

  /** Nothing is said. */
  public static final ColumnOptions NONE =
      new ColumnOptions(Set.of(), Map.of(), Set.of(), Map.of(), Map.of(), Optional.empty());

  public ColumnOptions {
    exclude = Set.copyOf(exclude);
    mask = Map.copyOf(mask);
    hash = Set.copyOf(hash);
    rename = Map.copyOf(rename);
    types = Map.copyOf(types);
  }

  /** Whether columns stay as they are, but for their types. */
  public boolean changesNothing() {
    return exclude.isEmpty() && mask.isEmpty() && hash.isEmpty() && rename.isEmpty();
  }

  /** The columns that are named, each with the option that does. */
  public Map<String, String> named() {
    Map<String, String> named = new TreeMap<>();
    exclude.forEach(column -> named.put(column, TargetOption.EXCLUDE.name()));
    mask.keySet().forEach(column -> named.put(column, TargetOption.MASK.prefix() + column));
    hash.forEach(column -> named.put(column, TargetOption.HASH.prefix() + column));
    rename.keySet().forEach(column -> named.put(column, TargetOption.RENAME.prefix() + column));
    return named;
  }
}
