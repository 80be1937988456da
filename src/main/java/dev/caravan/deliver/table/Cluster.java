package dev.caravan.deliver.table;

import static dev.caravan.deliver.table.TargetName.literal;
import static dev.caravan.deliver.table.TargetName.quote;

import dev.caravan.deliver.DeliverConfig;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How several servers hold what Caravan makes in ClickHouse.
 *
 * @param name the cluster whose servers run what defines tables and views; none where one server
 *     does, or where a Replicated database hands it on
 * @param engine the parameters of the Replicated engine of its tables, empty for the server's
 *     defaults; nothing where each table is on one server
 */
public record Cluster(Optional<String> name, Optional<String> engine) {

  /** One server. */
  public static final Cluster NONE = new Cluster(Optional.empty(), Optional.empty());

  /** The name that stands for each server's own one, where only the path is configured. */
  public static final String REPLICA_NAME = "{replica}";

  private static final Pattern DEFINITION =
      Pattern.compile(
          "(CREATE|ALTER|DROP|TRUNCATE|RENAME|EXCHANGE|DETACH|ATTACH) .*", Pattern.DOTALL);

  private static final String CLAUSE = " ON CLUSTER ";

  /** What is configured. */
  public static Cluster of(DeliverConfig.ClickHouse config) {
    return new Cluster(
        config.cluster(),
        config.replicated()
            ? Optional.of(
                config
                    .replicaPath()
                    .map(
                        path ->
                            literal(path)
                                + ", "
                                + literal(config.replicaName().orElse(REPLICA_NAME)))
                    .orElse(""))
            : Optional.empty());
  }

  /**
   * A statement that defines something, as one for every server.
   *
   * @param defined what it defines, whose name is the first one in it
   */
  public String everywhere(String sql, TargetName defined) {
    if (name.isEmpty()) {
      return sql;
    }
    int end = sql.indexOf(defined.quoted()) + defined.quoted().length();
    if (end < defined.quoted().length()) {
      throw new IllegalArgumentException(sql + " does not define " + defined);
    }
    return sql.substring(0, end) + CLAUSE + quote(name.get()) + sql.substring(end);
  }

  /**
   * Sees that a statement is not one that would define something on one server of a cluster alone.
   *
   * @throws IllegalArgumentException when it is
   */
  public void checkHere(String sql) {
    if (name.isPresent() && DEFINITION.matcher(sql).matches() && !sql.contains(CLAUSE)) {
      throw new IllegalArgumentException(
          "for one server of the cluster " + name.get() + ": " + sql);
    }
  }
}
