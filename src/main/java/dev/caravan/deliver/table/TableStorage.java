package dev.caravan.deliver.table;

/**
 * How ClickHouse keeps a table, as its system.tables tells; each is empty where it has none.
 *
 * @param partitionKey what it is partitioned by
 * @param sortingKey what it is ordered by
 * @param ttl when its rows go by themselves
 */
public record TableStorage(String partitionKey, String sortingKey, String ttl) {

  /** Nothing is known, or there is nothing. */
  public static final TableStorage NONE = new TableStorage("", "", "");

  /** Whether one insert may become several parts, some of which may land without the others. */
  public boolean isPartitioned() {
    return !partitionKey.isEmpty();
  }
}
