package dev.caravan.routes;

import dev.caravan.CaravanConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jboss.logging.Logger;

/**
 * Keeps the routes in line with the files in the routes folder while the application runs: at the
 * start all at once, then whatever changes, on a thread of its own. Everything it tells is a
 * snapshot and answers at once, also while a route takes its time to stop.
 */
@ApplicationScoped
public class LiveRoutes {

  private static final Logger LOG = Logger.getLogger(LiveRoutes.class);

  private final RoutesFolder folder;
  private final RoutesConfig config;
  private final RoutesMeters meters;
  private final Iterable<RoutedTables> listeners;
  private final RouteSet routes;
  private volatile ScheduledExecutorService thread;
  private Settling settling;
  private Map<String, Set<TableName>> said;
  private volatile boolean loaded;
  private volatile boolean ended;
  private volatile String folderProblem;

  @Inject
  public LiveRoutes(
      CaravanConfig caravan,
      RoutesConfig config,
      CamelContext camel,
      RoutesMeters meters,
      @Any Instance<RoutedTables> listeners,
      @Any Instance<StartPermission> permissions) {
    this(
        new Topics(caravan.topicPrefix()),
        config,
        camel,
        meters,
        listeners,
        tables -> permissions.stream().allMatch(permission -> permission.mayStart(tables)));
  }

  LiveRoutes(
      Topics topics,
      RoutesConfig config,
      CamelContext camel,
      RoutesMeters meters,
      Iterable<RoutedTables> listeners,
      StartPermission permission) {
    this.config = config;
    this.meters = meters;
    this.listeners = listeners;
    this.folder = new RoutesFolder(config.folder());
    this.routes =
        new RouteSet(
            RouteCheck.of(camel, topics),
            new RunningRoutes(new CamelRoutes(camel), permission),
            () -> ended);
  }

  /**
   * Loads what is there, and looks after it from then on. To be called once, when Camel has
   * started.
   *
   * @throws IOException when the folder can't be read
   */
  public void begin() throws IOException {
    SortedMap<String, ReadFile> files = folder.read();
    meters.register(this::files);
    settling = new Settling(files);
    routes.apply(files);
    if (ended) {
      return;
    }
    tellRouted();
    loaded = true;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "caravan-routes");
              made.setDaemon(true);
              return made;
            });
    long millis = config.pollInterval().toMillis();
    thread.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** There is nothing to load in this process. */
  public void skip() {
    loaded = true;
  }

  /** Whether all files that were there at the start have been looked at. */
  public boolean isLoaded() {
    return loaded;
  }

  /** How each file in the folder stands, by name. */
  public List<RouteFileView> files() {
    return routes.views();
  }

  /** The source tables that accepted routes name, each with the ids of those routes. */
  public SortedMap<TableName, Set<String>> tables() {
    SortedMap<TableName, Set<String>> tables = new TreeMap<>();
    routes
        .tablesByRoute()
        .forEach(
            (route, named) ->
                named.forEach(
                    table -> tables.computeIfAbsent(table, any -> new TreeSet<>()).add(route)));
    return tables;
  }

  /** Why the folder can't be read, since when nothing in it is followed; empty when it can be. */
  public Optional<String> folderProblem() {
    return Optional.ofNullable(folderProblem);
  }

  /** The application ends: nothing is begun any more, and what is being begun is the last. */
  public void end() {
    ended = true;
    if (thread != null) {
      thread.shutdown();
    }
  }

  private void look() {
    try {
      if (ended) {
        return;
      }
      RouteSet.Outcome outcome = routes.apply(settling.settle(folder.read()));
      recovered();
      meters.reloaded(outcome);
      tellRouted();
    } catch (IOException e) {
      lost(e);
    } catch (RuntimeException | Error e) {
      // The next look must come, whatever happened in this one.
      LOG.error("A look at the route files failed; what runs goes on, the next look follows", e);
    }
  }

  private void lost(IOException e) {
    if (folderProblem == null) {
      LOG.errorf(
          "The routes folder '%s' can't be read (%s); all routes go on as they are",
          folder.path().toAbsolutePath(), e);
    }
    folderProblem = e.toString();
  }

  private void recovered() {
    if (folderProblem != null) {
      folderProblem = null;
      LOG.infof("The routes folder '%s' can be read again", folder.path().toAbsolutePath());
    }
  }

  private void tellRouted() {
    Map<String, Set<TableName>> now = routes.tablesByRoute();
    if (!now.equals(said)) {
      said = now;
      for (RoutedTables listener : listeners) {
        try {
          listener.routed(now);
        } catch (RuntimeException e) {
          LOG.errorf(e, "%s could not be told which tables are routed", listener);
        }
      }
    }
  }
}
