package dev.caravan.deliver.engine;

import static dev.caravan.deliver.table.TargetName.literal;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.TargetName;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose the tables and views beside a target are, and whose turn it is to make or drop them. */
record EngineClaim(Statements clickhouse, EngineNames names) {

  private static final Logger LOG = LoggerFactory.getLogger(EngineClaim.class);

  /** Seconds after which whoever has claimed the engine is taken for dead; it takes about one. */
  private static final int CLAIM_SECONDS = 30;

  /** Runs something while no other process makes or takes away these tables and views. */
  void whileClaimed(Runnable work) {
    try {
      clickhouse.rows(EngineDdl.claim(names));
    } catch (DeliveryException e) {
      mustBeOwn();
      if (isHeld()) {
        throw byAnother(e);
      }
      if (clickhouse.rows(claims()).isEmpty()) {
        throw e;
      }
      LOG.warn("{} was left behind and is taken over", names.claim());
    }
    try {
      work.run();
    } finally {
      clickhouse.rows("DROP TABLE IF EXISTS " + names.claim().quoted() + " SYNC");
    }
  }

  /**
   * Whether a process makes or takes away these now. What it did failed when ClickHouse died, and
   * the claim alone was left.
   */
  boolean isHeld() {
    return !clickhouse
        .rows(
            claims()
                + " AND metadata_modification_time >= now() - least(%d, uptime())"
                    .formatted(CLAIM_SECONDS))
        .isEmpty();
  }

  private String claims() {
    return "SELECT 1 FROM system.tables WHERE " + isOwn(names.claim());
  }

  /** The failure when {@link #isHeld}. */
  DeliveryException byAnother(Exception cause) {
    return new DeliveryException(
        "another deliverer sets up ClickHouse's Kafka engine for " + names.target(), cause);
  }

  /**
   * Sees that nothing of anybody else's has one of the names.
   *
   * @throws DeliveryException when something has
   */
  void mustBeOwn() {
    List<String> others =
        clickhouse
            .rows(
                "SELECT name FROM system.tables WHERE database = %s AND name IN (%s) AND NOT startsWith(comment, %s) ORDER BY name"
                    .formatted(
                        literal(names.target().database()),
                        names.all().stream()
                            .map(each -> literal(each.table()))
                            .collect(Collectors.joining(", ")),
                        literal(EngineDdl.OWNER)))
            .stream()
            .map(row -> row[0])
            .toList();
    if (!others.isEmpty()) {
      throw new DeliveryException(
          "ClickHouse's Kafka engine needs the names of %s in %s, which are not Caravan's: rename them, or take the option via out of the route"
              .formatted(String.join(", ", others), names.target().database()));
    }
  }

  /** The condition for a name of Caravan's own. */
  static String isOwn(TargetName name) {
    return "database = %s AND name = %s AND startsWith(comment, %s)"
        .formatted(literal(name.database()), literal(name.table()), literal(EngineDdl.OWNER));
  }
}
