package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.change.TableName;
import dev.caravan.routes.StartPermission;
import dev.caravan.signal.Signal;
import dev.caravan.signal.SignalBoard;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.CamelEvent;
import org.jboss.logging.Logger;

/**
 * Holds the routes of paused tables in this process, and has them go on. A route that is held hands
 * its partitions over and keeps its position.
 */
@ApplicationScoped
public class PausedTables implements StartPermission {

  private static final Logger LOG = Logger.getLogger(PausedTables.class);

  /** How long the first route waits to learn which tables are paused, while Kafka is away. */
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

  /** A route may have been added in the moment its table was paused or resumed. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final CaravanConfig caravan;
  private final SignalBoard board;
  private final TableRoutes routes;
  private final PausedMeters meters;
  private final Set<TableName> held = new ConcurrentSkipListSet<>();
  private final ScheduledExecutorService thread = thread();
  private boolean hasWaited;

  public PausedTables(
      CaravanConfig caravan, SignalBoard board, TableRoutes routes, PausedMeters meters) {
    this.caravan = caravan;
    this.board = board;
    this.routes = routes;
    this.meters = meters;
  }

  /** Makes the board early, so that it has read when the first route asks. */
  void begin(@Observes StartupEvent event) {
    LOG.debugf("Signals are read: %s", board.isLoaded());
  }

  /** The pauses that hold, by table. */
  public NavigableMap<TableName, Signal.PauseTable> pauses() {
    return board.current().pauses();
  }

  @Override
  public boolean mayStart(Collection<TableName> tables) {
    awaitSignals();
    Set<TableName> paused = board.current().paused();
    paused.retainAll(tables);
    held.addAll(paused);
    return paused.isEmpty();
  }

  void watch(@Observes CamelEvent.CamelContextStartedEvent event) {
    if (caravan.role().delivers()) {
      board.listen(this::look);
      thread.scheduleWithFixedDelay(
          this::holdAndRelease, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  void end(@Observes ShutdownEvent event) {
    thread.shutdownNow();
  }

  private synchronized void awaitSignals() {
    if (!hasWaited && !board.isLoaded()) {
      board.awaitLoaded(FIRST_WAIT);
    }
    hasWaited = true;
  }

  private void look() {
    try {
      thread.execute(this::holdAndRelease);
    } catch (RejectedExecutionException e) {
      LOG.debug("A signal came while the application stops");
    }
  }

  private void holdAndRelease() {
    try {
      Set<TableName> paused = board.current().paused();
      Set<TableName> released = new TreeSet<>();
      for (TableRoutes.TableRoute route : routes.all()) {
        if (route.tables().stream().anyMatch(paused::contains)) {
          held.addAll(route.tables());
          if (route.isStarted() && routes.stop(route.id())) {
            LOG.infof("Route %s pauses with its table %s", route.id(), route.tables());
          }
        } else if (route.tables().stream().anyMatch(held::contains)) {
          if (!route.isStarted() && routes.start(route.id())) {
            LOG.infof("Route %s goes on with its table %s", route.id(), route.tables());
          }
          released.addAll(route.tables());
        }
      }
      released.removeAll(paused);
      // One that did not start is tried again.
      routes.all().stream()
          .filter(route -> !route.isStarted())
          .forEach(route -> released.removeAll(route.tables()));
      held.removeAll(released);
      meters.follow(routes.tables(), board::current);
    } catch (RuntimeException e) {
      LOG.error("Routes of paused tables could not be looked at; it is tried again", e);
    }
  }

  private static ScheduledExecutorService thread() {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "caravan-pauses");
              made.setDaemon(true);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
    return thread;
  }
}
