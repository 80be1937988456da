package dev.caravan.deliver.clickhouse;

import static dev.caravan.deliver.table.TargetName.literal;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.Cluster;
import dev.caravan.deliver.table.TargetName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether a table can be made on several servers as it is configured. */
record ClusterLook(ClickHouseServer server, TargetName target) {

  private static final String KEYS = "caravan.deliver.clickhouse.";
  private static final Pattern MACRO = Pattern.compile("\\{(\\w+)}");

  /** Those every server knows. */
  private static final Set<String> GIVEN = Set.of("uuid", "database", "table", "server_uuid");

  /**
   * Looks at what the server says of itself.
   *
   * @throws DeliveryException when it cannot; the message names the key, and what there is
   */
  void check() {
    Cluster cluster = server.cluster();
    if (cluster.name().isPresent()) {
      checkCluster(cluster.name().get());
      checkElsewhere();
    } else if (cluster.engine().isPresent()) {
      checkDatabase();
    }
    cluster.engine().ifPresent(this::checkMacros);
  }

  /** {@code ON CLUSTER} would make it here with a UUID, and so a place in Keeper, of its own. */
  private void checkElsewhere() {
    String sql =
        "SELECT 1 FROM system.tables WHERE database = %s AND name = %s"
            .formatted(literal(target.database()), literal(target.table()));
    server
        .rowsOfEach(sql)
        .forEach(
            (url, rows) -> {
              if (rows.filter(found -> !found.isEmpty()).isPresent()) {
                throw new DeliveryException(
                    "ClickHouse at %s has table %s, but %s lacks it: create it there with the same UUID or path in Keeper, or take that server out of %surl"
                        .formatted(url, target, server.url(), KEYS));
              }
            });
  }

  private void checkCluster(String name) {
    Map<String, Integer> shards = new TreeMap<>();
    server
        .rows("SELECT cluster, uniqExact(shard_num) FROM system.clusters GROUP BY cluster")
        .forEach(row -> shards.put(row[0], Integer.valueOf(row[1])));
    check(name, shards, server.url());
  }

  /**
   * @param shards how many shards the clusters have that there are
   */
  static void check(String name, Map<String, Integer> shards, String url) {
    if (!shards.containsKey(name)) {
      throw new DeliveryException(
          "%scluster is %s, but ClickHouse at %s knows no cluster of that name; it knows %s"
              .formatted(KEYS, name, url, listed(shards.keySet())));
    }
    if (shards.get(name) > 1) {
      throw new DeliveryException(
          "%scluster is %s, which has %d shards; expected one of a single shard, for a row lands on the shard of the server it is sent to"
              .formatted(KEYS, name, shards.get(name)));
    }
  }

  private void checkDatabase() {
    List<String[]> found =
        server.rows(
            "SELECT engine FROM system.databases WHERE name = " + literal(target.database()));
    if (found.stream().noneMatch(row -> row[0].equals("Replicated") || row[0].equals("Shared"))) {
      throw new DeliveryException(
          "%sreplicated is true, but no other server would make table %s: set %scluster, or create the database with ENGINE = Replicated"
              .formatted(KEYS, target, KEYS));
    }
  }

  private void checkMacros(String parameters) {
    Set<String> wanted = macros(parameters);
    if (wanted.isEmpty()) {
      return;
    }
    Set<String> defined =
        server.rows("SELECT macro FROM system.macros").stream()
            .map(row -> row[0])
            .collect(Collectors.toCollection(TreeSet::new));
    check(wanted, defined, server.url());
  }

  static void check(Set<String> wanted, Set<String> defined, String url) {
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(defined);
    if (!missing.isEmpty()) {
      throw new DeliveryException(
          "%sreplica-path and %sreplica-name use the macros %s, but ClickHouse at %s lacks %s; it defines %s: define them there under <macros>"
              .formatted(KEYS, KEYS, listed(wanted), url, listed(missing), listed(defined)));
    }
  }

  /** What the server is to put in. */
  static Set<String> macros(String parameters) {
    Set<String> macros = new TreeSet<>();
    Matcher found = MACRO.matcher(parameters);
    while (found.find()) {
      if (!GIVEN.contains(found.group(1))) {
        macros.add(found.group(1));
      }
    }
    return macros;
  }

  private static String listed(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
  }
}
