package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An insert into a replicated table whose partitions change hands before it is over. */
@ExtendWith(SharedSandbox.class)
class OpenInsertIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Shape SHAPE =
      new Shape(
          ORDERS, List.of(new Column("id", "int4", null, null, false, "int32")), List.of("id"));

  /** So many events of a partition that ClickHouse begins an insert before it has all of it. */
  private static final int ROWS = 10_000;

  private static final String TOPIC = "postgres-server.inventory.orders";

  private final String name = "open_" + UUID.randomUUID().toString().substring(0, 8);
  private ClickHouseServer server;
  private TargetName target;

  @BeforeEach
  void connect(Sandbox sandbox) {
    target = new TargetName(sandbox.clickhouse().database(), name);
    server = new ClickHouseServer(SandboxConfig.of(sandbox));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void isNotRepeatedWhereAnotherDelivererHasSomeOfItsRows() {
    // Given a deliverer of two partitions that loses them at the end of an insert
    TableSink one = deliverer();
    TableSink other = deliverer();
    giveUpAtItsEnd(one);
    // A merge would hide what was inserted twice.
    server.execute("SYSTEM STOP MERGES " + target.quoted());

    // When another one lands the second partition's rows, and it is given the first again
    other.land(batch(2, () -> false, 1));
    one.land(batch(3, () -> false, 0));

    // Then
    assertThat(landed()).containsExactly("0 has " + ROWS, "1 has " + ROWS);
  }

  @Test
  void landsNothingWhenItIsGivenUpAtItsEnd() {
    // When
    giveUpAtItsEnd(deliverer());

    // Then
    assertThat(landed()).isEmpty();
  }

  /** Loses both partitions when ClickHouse has read all of an insert but its last bytes. */
  private void giveUpAtItsEnd(TableSink deliverer) {
    AtomicInteger asked = new AtomicInteger();
    BooleanSupplier lostAtTheEnd =
        () -> {
          if (asked.incrementAndGet() == 1) {
            return false;
          }
          await("ClickHouse has begun the insert").until(() -> running() == 1);
          return true;
        };
    assertThatThrownBy(() -> deliverer.land(batch(1, lostAtTheEnd, 0, 1)))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("taken away");
    assertThat(asked).hasValue(2);
    await("ClickHouse has ended the insert").until(() -> running() == 0);
  }

  private long running() {
    String ids = TargetName.literal(RowInsert.queryIds(target));
    return server
        .rows("SELECT 1 FROM system.processes WHERE startsWith(query_id, " + ids + ")")
        .size();
  }

  private TableSink deliverer() {
    Map<String, Object> options =
        Map.of("engine", "ReplicatedReplacingMergeTree('/tables/%s', 'only')".formatted(name));
    return new TableSink(
        server,
        ShapeCatalog.of(SHAPE),
        new DeliverMeters(new SimpleMeterRegistry()),
        ORDERS,
        target,
        TargetOptions.parse("clickhouse:" + name, new HashMap<>(options), Optional.empty()),
        "orders",
        Optional.empty());
  }

  private List<String> landed() {
    return server
        .rows(
            "SELECT _partition, count() FROM "
                + target.quoted()
                + " GROUP BY _partition ORDER BY _partition")
        .stream()
        .map(row -> row[0] + " has " + row[1])
        .toList();
  }

  /** The first events of each partition. */
  private static ChangeBatch batch(long assignment, BooleanSupplier revoked, int... partitions) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int partition : partitions) {
      for (int offset = 0; offset < ROWS; offset++) {
        records.add(event(partition, offset));
      }
    }
    Set<TopicPartition> own =
        records.stream()
            .map(each -> new TopicPartition(TOPIC, each.partition()))
            .collect(Collectors.toSet());
    return new ChangeBatch(assignment, own, records, Map.of(), revoked);
  }

  private static ConsumerRecord<byte[], byte[]> event(int partition, int offset) {
    int id = ROWS * partition + offset;
    ConsumerRecord<byte[], byte[]> event =
        new ConsumerRecord<>(
            TOPIC,
            partition,
            offset,
            bytes("{\"id\":%d}".formatted(id)),
            bytes(
                "{\"before\":null,\"after\":{\"id\":%d},\"source\":{\"ts_ms\":1795443642356,\"lsn\":%d},\"op\":\"c\"}"
                    .formatted(id, id + 1)));
    event.headers().add(ChangeHeaders.SHAPE, bytes(SHAPE.id()));
    return event;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
