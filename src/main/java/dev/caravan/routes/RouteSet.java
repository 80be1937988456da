package dev.caravan.routes;

import dev.caravan.change.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The routes that run, and the files they come from. One thread changes it; {@link #views()} is for
 * any.
 */
final class RouteSet {

  private static final Logger LOG = Logger.getLogger(RouteSet.class);

  /** A file's contents in which nothing is wrong. */
  private record Accepted(ReadFile read, List<CheckedRoute> routes) {
    Set<String> ids() {
      return routes.stream().map(CheckedRoute::id).collect(Collectors.toSet());
    }
  }

  /**
   * What a look at the folder led to.
   *
   * @param taken files whose contents were taken, or whose routes were removed with them
   * @param refused files that were found refused
   */
  record Outcome(int taken, int refused) {}

  private final RouteCheck check;
  private final RunningRoutes running;
  private final BooleanSupplier ended;
  private final Map<ReadFile, CheckedFile> checked = new HashMap<>();
  private final Map<ReadFile, Problem> failed = new HashMap<>();
  private final SortedMap<String, Accepted> accepted = new TreeMap<>();
  private final Map<String, List<Problem>> told = new HashMap<>();
  private SortedMap<String, ReadFile> files = new TreeMap<>();
  private SortedMap<String, List<Problem>> refused = new TreeMap<>();
  private volatile List<RouteFileView> views = List.of();

  /**
   * @param ended whether the application ends, so that nothing is to be begun any more
   */
  RouteSet(RouteCheck check, RunningRoutes running, BooleanSupplier ended) {
    this.check = check;
    this.running = running;
    this.ended = ended;
  }

  /** How each file in the folder stands, by name. */
  List<RouteFileView> views() {
    return views;
  }

  /** The source tables of each route of an accepted file. */
  Map<String, Set<TableName>> tablesByRoute() {
    Map<String, Set<TableName>> tables = new TreeMap<>();
    for (RouteFileView file : views) {
      file.routes().forEach(route -> tables.put(route.id(), route.tables()));
    }
    return tables;
  }

  /**
   * Brings the routes in line with the files: removed ones first, then changed ones, then new ones,
   * each by name. Does nothing when they are those of the last time.
   */
  Outcome apply(SortedMap<String, ReadFile> found) {
    if (found.equals(files)) {
      return new Outcome(0, 0);
    }
    files = new TreeMap<>(found);
    checked.keySet().retainAll(files.values());
    // What failed may work now that something has changed.
    failed.clear();
    int taken = 0;
    boolean whole;
    do {
      int before = failed.size();
      taken += pass();
      whole = failed.size() == before;
    } while (!whole && !ended.getAsBoolean());
    // One that failed may have taken an id over from a file that is refused because of it.
    accepted.forEach(
        (file, now) -> {
          if (running.lacksAnyOf(now.routes()) && !ended.getAsBoolean()) {
            putBack(file, now);
          }
        });
    return new Outcome(taken, tellRefused());
  }

  /** Takes what can be taken, until one can't be started. */
  private int pass() {
    SortedMap<String, Accepted> wanted = judge();
    int taken = 0;
    for (String file : order(wanted)) {
      if (ended.getAsBoolean()) {
        return taken;
      }
      boolean done = take(file, wanted.get(file));
      publish();
      if (!done) {
        return taken;
      }
      taken++;
    }
    publish();
    return taken;
  }

  private Set<String> order(SortedMap<String, Accepted> wanted) {
    Set<String> order = new LinkedHashSet<>();
    accepted.keySet().stream().filter(file -> !files.containsKey(file)).forEach(order::add);
    accepted.forEach(
        (file, now) -> {
          if (wanted.containsKey(file) && !wanted.get(file).read().equals(now.read())) {
            order.add(file);
          }
        });
    wanted.keySet().stream().filter(file -> !accepted.containsKey(file)).forEach(order::add);
    return order;
  }

  /** What each file is to be; those that are refused are left out, and their problems noted. */
  private SortedMap<String, Accepted> judge() {
    SortedMap<String, Accepted> wanted = new TreeMap<>();
    SortedMap<String, List<Problem>> problems = new TreeMap<>();
    for (ReadFile file : files.values()) {
      CheckedFile found = checked.computeIfAbsent(file, read -> check(read, List.of()));
      if (failed.containsKey(file)) {
        problems.put(file.name(), List.of(failed.get(file)));
      } else if (found.isAccepted()) {
        wanted.put(file.name(), new Accepted(file, found.routes()));
      } else {
        problems.put(file.name(), found.problems());
      }
    }
    Map<String, Set<String>> now = new HashMap<>();
    accepted.forEach((file, one) -> now.put(file, one.ids()));
    now.keySet().retainAll(files.keySet());
    Map<String, Set<String>> then = new HashMap<>();
    wanted.forEach((file, one) -> then.put(file, one.ids()));
    new IdClaims(now, then)
        .losers()
        .forEach(
            (file, taken) -> {
              problems.put(file, check(wanted.remove(file).read(), taken).problems());
            });
    refused = problems;
    return wanted;
  }

  private CheckedFile check(ReadFile file, Collection<KnownRoute> others) {
    return check.check(Path.of(file.name()), file.content(), others);
  }

  /**
   * @param next null when the file is gone
   * @return whether its routes are as it wants them; otherwise they are as they were
   */
  private boolean take(String file, Accepted next) {
    Accepted before = accepted.get(file);
    try {
      String done = bring(file, next);
      LOG.infof("Route file %s %s: %s", file, next == null ? "is gone" : "is taken", done);
      return true;
    } catch (Exception e) {
      if (ended.getAsBoolean()) {
        return false;
      }
      if (next == null) {
        // Tried again with the next change.
        accepted.put(file, before);
        LOG.errorf("Route file %s is gone, but its routes do not stop: %s", file, Reasons.of(e));
        return true;
      }
      failed.put(next.read(), new Problem(file, 0, "can't be started: " + Reasons.of(e)));
      putBack(file, before);
      return false;
    }
  }

  private void putBack(String file, Accepted before) {
    try {
      bring(file, before);
    } catch (Exception e) {
      LOG.errorf("Route file %s: what ran before can't be put back: %s", file, Reasons.of(e));
    }
  }

  private String bring(String file, Accepted next) throws Exception {
    if (next == null) {
      accepted.remove(file);
      return running.bring(file, new byte[0], List.of());
    }
    accepted.put(file, next);
    return running.bring(file, next.read().content(), next.routes());
  }

  private int tellRefused() {
    int count = 0;
    for (Map.Entry<String, List<Problem>> file : refused.entrySet()) {
      if (!file.getValue().equals(told.get(file.getKey()))) {
        count++;
        String go =
            accepted.containsKey(file.getKey())
                ? "its routes go on as they were"
                : "all others run";
        file.getValue()
            .forEach(
                problem ->
                    LOG.errorf(
                        "Route file %s is refused, %s: %s", file.getKey(), go, problem.inFile()));
      }
    }
    Set<String> mended = new TreeSet<>(told.keySet());
    mended.removeAll(refused.keySet());
    told.keySet().removeAll(mended);
    told.putAll(refused);
    return count;
  }

  private void publish() {
    List<RouteFileView> now = new ArrayList<>();
    for (ReadFile file : files.values()) {
      Accepted runs = accepted.get(file.name());
      now.add(
          new RouteFileView(
              file.name(),
              file.version(),
              runs == null ? null : runs.read().version(),
              refused.getOrDefault(file.name(), List.of()),
              runs == null ? List.of() : runs.routes().stream().map(RouteView::of).toList()));
    }
    views = List.copyOf(now);
  }
}
