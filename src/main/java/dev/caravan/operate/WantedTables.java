package dev.caravan.operate;

import dev.caravan.change.TableName;
import dev.caravan.routes.RoutedTables;
import dev.caravan.signal.Signal;
import dev.caravan.signal.SignalBoard;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Asks for the capture of the tables that routes deliver, wherever the capture runs. It is asked
 * until Kafka has it; a table that was asked for once is not asked for again, nor given up when its
 * route goes.
 */
@ApplicationScoped
public class WantedTables implements RoutedTables {

  private static final Logger LOG = Logger.getLogger(WantedTables.class);
  private static final long RETRY_MILLIS = 1_000;

  private final SignalBoard signals;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "caravan-wanted-tables");
            daemon.setDaemon(true);
            return daemon;
          });
  private volatile Map<TableName, String> routed = Map.of();

  public WantedTables(SignalBoard signals) {
    this.signals = signals;
  }

  @Override
  public void routed(Map<String, Set<TableName>> tablesByRoute) {
    Map<TableName, String> routes = new TreeMap<>();
    tablesByRoute.forEach((route, tables) -> tables.forEach(table -> routes.put(table, route)));
    routed = routes;
    thread.execute(this::ask);
  }

  private void ask() {
    try {
      if (!signals.isLoaded()) {
        again();
        return;
      }
      Set<TableName> asked = signals.current().wanted();
      for (Map.Entry<TableName, String> each : routed.entrySet()) {
        if (!asked.contains(each.getKey())) {
          signals.send(Signal.Capture.of(each.getKey(), each.getValue()));
          LOG.infof(
              "%s is to be captured, for route %s delivers it", each.getKey(), each.getValue());
        }
      }
    } catch (KafkaException e) {
      LOG.debugf(e, "Asking for tables");
      again();
    }
  }

  private void again() {
    thread.schedule(this::ask, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void end() {
    thread.shutdownNow();
  }
}
