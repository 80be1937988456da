package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.pipeline.Ledger.Change;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds what came out against what a {@link Ledger} knows to have committed. */
final class LedgerAudit {

  /**
   * Sees every row ever inserted into the target; ClickHouse can tell a repeated insert from it.
   */
  static final String VIEW =
      "CREATE MATERIALIZED VIEW inserts ENGINE = MergeTree ORDER BY id"
          + " SETTINGS non_replicated_deduplication_window = 1000"
          + " AS SELECT id, revision, _deleted, amount FROM orders_final";

  private final IsolatedPipeline pipeline;
  private final int preloaded;
  private final BitSet read = new BitSet();

  /** How much more often a change is in Kafka than it was committed. */
  private final Map<Change, Integer> surplus = new HashMap<>();

  private long events;
  private long amount;

  private LedgerAudit(IsolatedPipeline pipeline, int preloaded) {
    this.pipeline = pipeline;
    this.preloaded = preloaded;
  }

  /**
   * @param preloaded rows that were there before the capture
   */
  static LedgerAudit of(IsolatedPipeline pipeline, int preloaded) {
    return new LedgerAudit(pipeline, preloaded);
  }

  /** Kafka holds each change once, and ClickHouse was sent each once. */
  void holdsEachOnce(List<Change> committed) {
    // A row the snapshot had not come to when it was interrupted, and that changed since, arrives
    // as that change; every other row that was there before must be read.
    BitSet expected = new BitSet();
    expected.set(1, preloaded + 1);
    for (Change change : committed) {
      surplus.merge(change, -1, Integer::sum);
      expected.clear((int) change.id());
    }
    pipeline.kafka().eachValue(pipeline.topicPrefix() + ".inventory.orders", this::note);
    surplus.values().removeIf(count -> count == 0);
    assertThat(surplus)
        .as(() -> "how much more often in Kafka than committed; " + around(committed))
        .isEmpty();
    expected.andNot(read);
    assertThat(expected.stream().limit(10)).as("rows that were not read").isEmpty();
    assertThat(
            pipeline.clickhouse(
                "SELECT count(), uniqExact(id, revision, _deleted), sumIf(amount, _deleted = 0)"
                    + " FROM inserts"))
        .isEqualTo(events + "\t" + events + "\t" + amount);
  }

  /** What was written before and after the changes that are not as they should be. */
  private String around(List<Change> committed) {
    StringBuilder text = new StringBuilder();
    surplus.keySet().stream()
        .limit(3)
        .forEach(
            change -> {
              int at = committed.indexOf(change);
              text.append(change).append(" is number ").append(at).append(", and last ");
              text.append(committed.lastIndexOf(change)).append(" of ").append(committed.size());
              text.append(read.get((int) change.id()) ? ", read" : ", not read");
              text.append(", inserted (revision, deleted): ")
                  .append(
                      pipeline.clickhouse(
                          "SELECT groupArray((revision, _deleted)) FROM inserts WHERE id = "
                              + change.id()))
                  .append("; among ");
              text.append(
                  committed.subList(Math.max(0, at - 8), Math.min(committed.size(), at + 8)));
              text.append('\n');
            });
    return text.toString();
  }

  private void note(JsonNode event) {
    events++;
    amount += event.path("after").path("amount").asLong();
    String op = event.get("op").asText();
    JsonNode row = event.get(op.equals("d") ? "before" : "after");
    Change change =
        new Change(op, row.get("id").asLong(), op.equals("d") ? 0 : row.get("revision").asInt());
    if (op.equals("r")) {
      assertThat(change.revision()).as("revision of %s", change).isZero();
      assertThat(read.get((int) change.id())).as("%s was read before", change).isFalse();
      read.set((int) change.id());
    } else {
      surplus.merge(change, 1, Integer::sum);
    }
  }
}
