package dev.caravan.control.rewind;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaAdmin;
import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.control.table.KnownTables;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.operate.TableRoutes;
import dev.caravan.operate.TableRoutes.TableRoute;
import dev.caravan.signal.Signal;
import dev.caravan.signal.SignalBoard;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Has a table delivered once more from an earlier place on: pauses it, waits until nobody delivers
 * it, moves the groups of its routes, takes away the rows that come again, and has it go on unless
 * somebody had paused it. Each step may be repeated. When it ends in between the table stays
 * paused, and asking again does the rest.
 */
@ApplicationScoped
public class Rewind {

  /** Why a table pauses that nobody wanted to pause. */
  static final String WHY = "rewind";

  private static final Logger LOG = Logger.getLogger(Rewind.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** A deliverer lands its batch before it leaves; one that died is missed after some seconds. */
  private static final Duration LEAVING = Duration.ofSeconds(30);

  private final KafkaConfig kafka;
  private final Topics topics;
  private final SignalBoard board;
  private final KnownTables known;
  private final TableRoutes routes;
  private final RouteRewind routeRewind;
  private final Set<TableName> busy = ConcurrentHashMap.newKeySet();

  public Rewind(
      CaravanConfig caravan,
      KafkaConfig kafka,
      SignalBoard board,
      KnownTables known,
      TableRoutes routes,
      RouteRewind routeRewind) {
    this.kafka = kafka;
    this.topics = new Topics(caravan.topicPrefix());
    this.board = board;
    this.known = known;
    this.routes = routes;
    this.routeRewind = routeRewind;
  }

  /**
   * Rewinds a table.
   *
   * @throws IllegalArgumentException when a partition is asked for that is not there
   * @throws RewindRefusedException when it is not done, and all is as it was
   * @throws RewindFailedException when it is done in part
   * @throws KafkaException when Kafka does not answer and nothing was done
   */
  public Rewound rewind(TableName table, RewindWish wish) {
    known.require(table);
    if (!busy.add(table)) {
      throw new RewindRefusedException(table + " is being rewound already; ask again when it is");
    }
    try {
      return rewindAlone(table, wish);
    } finally {
      busy.remove(table);
    }
  }

  /**
   * Has a table go on that a rewind has left paused: waits until what that has begun to take away
   * is gone.
   *
   * @throws RewindRefusedException when this process cannot tell
   */
  public void settle(TableName table) {
    Signal.PauseTable pause = board.now().pauses().get(table);
    if (pause == null || !WHY.equals(pause.why())) {
      return;
    }
    try {
      routeRewind.await(of(table));
    } catch (DeliveryException e) {
      throw new RewindRefusedException(
          table + " was not rewound to the end and stays paused: " + e.getMessage());
    }
  }

  private Rewound rewindAlone(TableName table, RewindWish wish) {
    List<TableRoute> its = of(table);
    for (TableRoute each : its) {
      if (each.kafkaEngine()) {
        throw new RewindRefusedException(
            "route %s sets via to kafka-engine, and ClickHouse would go on where it stands; take the option out of its file, rewind %s, and put it in again"
                .formatted(each.id(), table));
      }
    }
    String topic = topics.changes(table);
    try (KafkaAdmin admin = new KafkaAdmin(kafka, PATIENCE)) {
      GroupPlaces places = new GroupPlaces(admin, topic);
      // What cannot be done is refused before anything is touched.
      its.forEach(each -> RewindPlan.of(each.id(), places.of(each.group(), wish), wish));
      if (!board.now().isPaused(table)) {
        board.send(Signal.PauseTable.of(table, true, WHY));
      }
      try {
        awaitNobody(its, places);
      } catch (RewindRefusedException | KafkaException e) {
        goOn(table);
        throw e;
      }
      List<Rewound.Route> done = new ArrayList<>();
      for (TableRoute route : its) {
        done.add(rewind(table, route, topic, places, wish));
      }
      boolean paused = !goOn(table);
      boolean changed = done.stream().anyMatch(Rewound.Route::isChanged);
      LOG.infof("%s is rewound: %s", table, done);
      return new Rewound(table.toString(), paused, changed, done);
    }
  }

  private Rewound.Route rewind(
      TableName table, TableRoute route, String topic, GroupPlaces places, RewindWish wish) {
    try {
      return routeRewind.rewind(route, topic, places, wish);
    } catch (RewindRefusedException e) {
      goOn(table);
      throw e;
    } catch (KafkaException | DeliveryException e) {
      throw new RewindFailedException(
          ("%s is not rewound to the end and stays paused; ask again with the same place, which"
                  + " does the rest: %s")
              .formatted(table, e.getMessage()),
          e);
    }
  }

  private List<TableRoute> of(TableName table) {
    List<TableRoute> its = routes.of(table);
    if (its.isEmpty()) {
      throw new RewindRefusedException(
          "no route of this process reads %s; ask a process that delivers it".formatted(table));
    }
    for (TableRoute each : its) {
      if (each.targets().isEmpty() || each.tables().size() != 1) {
        throw new RewindRefusedException(
            ("route %s does not send one table straight to clickhouse:, so it is not known which"
                    + " rows come from where")
                .formatted(each.id()));
      }
    }
    return its;
  }

  private void awaitNobody(List<TableRoute> its, GroupPlaces places) {
    long end = System.nanoTime() + LEAVING.toNanos();
    for (TableRoute route : its) {
      List<String> members = places.members(route.group());
      while (!members.isEmpty()) {
        if (System.nanoTime() - end > 0) {
          throw new RewindRefusedException(
              "route %s is still delivered by %s; ask again when it has stopped"
                  .formatted(route.id(), String.join(", ", members)));
        }
        pause();
        members = places.members(route.group());
      }
    }
  }

  /** Has the table go on unless somebody wants it paused; true when it goes on. */
  private boolean goOn(TableName table) {
    Signal.PauseTable pause = board.now().pauses().get(table);
    if (pause != null && WHY.equals(pause.why())) {
      board.send(Signal.PauseTable.of(table, false));
      return true;
    }
    return pause == null;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
