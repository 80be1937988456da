package dev.caravan.control.table;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaAdmin;
import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.operate.TableRoutes;
import dev.caravan.signal.SignalBoard;
import dev.caravan.signal.Signals;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The tables there are, by which a mistyped name is told. */
@ApplicationScoped
public class KnownTables {

  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaConfig kafka;
  private final Topics topics;
  private final TableRoutes routes;
  private final SignalBoard board;

  public KnownTables(
      CaravanConfig caravan, KafkaConfig kafka, TableRoutes routes, SignalBoard board) {
    this.kafka = kafka;
    this.topics = new Topics(caravan.topicPrefix());
    this.routes = routes;
    this.board = board;
  }

  /**
   * Returns when the table is one that is captured or routed, or was.
   *
   * @throws NoSuchTableException when it is none
   * @throws org.apache.kafka.common.KafkaException when Kafka does not tell
   */
  public void require(TableName table) {
    NavigableSet<TableName> known = named(board.now());
    if (known.contains(table)) {
      return;
    }
    try (KafkaAdmin admin = new KafkaAdmin(kafka, PATIENCE)) {
      known.addAll(KafkaFigures.topics(admin, topics).keySet());
    }
    if (!known.contains(table)) {
      throw new NoSuchTableException(table, known);
    }
  }

  /** Those that are routed here, or that something is asked of. */
  NavigableSet<TableName> named(Signals signals) {
    NavigableSet<TableName> named = new TreeSet<>(routes.tables());
    named.addAll(signals.wanted());
    named.addAll(signals.paused());
    return named;
  }
}
