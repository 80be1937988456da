package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table whose inserts land in several parts, of which a kill leaves some without the others. */
class PartitionedTargetIT {

  private static final int ROWS = 1000;
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", 1, "int4", null, null, false, "int32", null, false),
          new Column("n", 2, "int4", null, null, false, "int32", null, false));
  private DeliveredTable table;

  @BeforeEach
  void open() throws Exception {
    table = new DeliveredTable();
  }

  @AfterEach
  void close() throws Exception {
    table.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void insertsWhatIsMissingOfABatchThatLandedInPart(boolean keyed) throws Exception {
    // Given
    Shape shape =
        new Shape(DeliveredTable.SOURCE, COLUMNS, keyed ? List.of("id") : List.of(), !keyed, 4711);
    table.log.announce(shape);
    DeliverContext first = deliver("250");
    DeliveredTable.soon().until(() -> table.query("EXISTS $_final").equals("1"));
    table.countInserts();
    table.log.insert(0, ROWS, PartitionedTargetIT::row);
    DeliveredTable.soon().until(() -> table.inserts() == ROWS);
    first.close();

    // When a kill has left out a part of what came last, and of what came before, and no commit
    // tells
    table.query("ALTER TABLE $_final DROP PARTITION 2");
    table.query("DELETE FROM $_final WHERE id % 4 = 3 AND id > 500");
    String missing = table.query("SELECT " + ROWS + " - count() FROM $_final");
    table.log.forgetCommits("caravan-" + table.name);
    deliver("90");
    table.log.insert(ROWS, ROWS + 10, PartitionedTargetIT::row);

    // Then each row is there once, and none was sent that was not missing
    table.awaitAnswer("SELECT count(), uniqExact(id) FROM $_final", "1010\t1010");
    assertThat(table.inserts()).isEqualTo(ROWS + 10 + Long.parseLong(missing));
    assertThat(missing).isEqualTo("375");
  }

  private DeliverContext deliver(String maxRows) throws Exception {
    return table.deliver(
        Map.of("$_final", Map.of("partitionBy", "id % 4")),
        Map.of("caravan.deliver.batch.max-rows", maxRows));
  }

  private static String row(int id) {
    return "{\"id\":%d,\"n\":1}".formatted(id);
  }
}
