package dev.caravan.deliver.table;

import static dev.caravan.deliver.table.TargetName.quote;

import dev.caravan.change.Shape;
import dev.caravan.deliver.option.SqlSyntax;
import dev.caravan.deliver.option.TableEngine;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.option.TargetOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a table is kept: its engine, its order, its partitions and how long its rows stay.
 *
 * @param shape the shape it is made for
 * @param route the route's id, for people
 */
public record TableLayout(Shape shape, TableOptions options, String route) {

  private static final String MERGE_TREE = "MergeTree";
  private static final String REPLACING = "ReplacingMergeTree";

  /** Whether of the rows with one key the newest counts alone. */
  private boolean isReplacing() {
    return isReplacing(shape, options);
  }

  /** Whether of the rows with one key the newest counts alone. */
  static boolean isReplacing(Shape shape, TableOptions options) {
    return !shape.primaryKey().isEmpty() && !options.log();
  }

  /** Why rows of the shape cannot be kept so, whatever the columns; nothing when they can. */
  static Optional<String> unfit(
      TargetName target, Shape shape, TableOptions options, boolean partitioned, String route) {
    if (!shape.primaryKey().isEmpty()) {
      return Optional.empty();
    }
    if (options.keepDeleted()) {
      return Optional.of(OptionRefusal.noKeyToKeep(shape, route));
    }
    // An update is two rows of one offset then, of which one may land without the other.
    boolean pairs = !shape.appendOnly() && !options.log();
    return partitioned && pairs
        ? Optional.of(OptionRefusal.partitionedPairs(target, shape))
        : Optional.empty();
  }

  /**
   * The engine with its parameters, as SQL writes it.
   *
   * @throws ShapeRefusedException when the one the route chose does not keep the rows as it must
   */
  String engine() {
    TableEngine engine = chosenEngine();
    if (options.replicated().isPresent() && !engine.isReplicated()) {
      throw refused(
          TargetOption.ENGINE,
          engine.name(),
          "caravan.deliver.clickhouse.replicated is true; expected Replicated%s, or nothing"
              .formatted(engine.name()));
    }
    if (engine.isReplacing() != isReplacing()) {
      throw refused(
          TargetOption.ENGINE,
          engine.name(),
          isReplacing()
              ? "%s has a key, and of the rows of a key only the newest counts; expected %s, or rows=changes"
                  .formatted(shape.table(), REPLACING)
              : "%s, so that no row stands for another; expected %s"
                  .formatted(
                      options.log()
                          ? "every change is kept"
                          : shape.table() + " has no primary key",
                      MERGE_TREE));
    }
    List<String> parameters = new ArrayList<>();
    if (!engine.path().isEmpty()) {
      parameters.add(engine.path());
    }
    if (isReplacing()) {
      parameters.add(quote(DeliveryColumns.VERSION));
      if (!options.keepDeleted()) {
        parameters.add(quote(DeliveryColumns.DELETED));
      }
    }
    return engine.name() + (parameters.isEmpty() ? "" : "(" + String.join(", ", parameters) + ")");
  }

  private TableEngine chosenEngine() {
    String family = isReplacing() ? REPLACING : MERGE_TREE;
    return options
        .engine()
        .orElseGet(
            () ->
                options
                    .replicated()
                    .map(parameters -> new TableEngine("Replicated" + family, parameters))
                    .orElseGet(() -> new TableEngine(family, "")));
  }

  /**
   * What the table is ordered by, as SQL writes it, brackets included.
   *
   * @throws ShapeRefusedException when the order the route chose does not tell rows apart as the
   *     key does
   */
  public String orderBy() {
    List<String> parts = new ArrayList<>();
    if (options.orderBy().isPresent()) {
      parts.addAll(listed(options.orderBy().get()));
      if (isReplacing()) {
        checkKey(parts);
      }
    } else {
      shape.primaryKey().forEach(name -> parts.add(quote(name)));
      if (options.log()) {
        parts.add(quote(DeliveryColumns.VERSION));
      }
    }
    if (isReplacing() && options.keepDeleted()) {
      // Beside the last version of a row its delete stays, which carries the key alone.
      parts.add(quote(DeliveryColumns.DELETED));
    }
    return parts.isEmpty() ? "tuple()" : "(" + String.join(", ", parts) + ")";
  }

  private void checkKey(List<String> parts) {
    List<String> names = parts.stream().map(TableLayout::name).toList();
    if (!new TreeSet<>(names).equals(new TreeSet<>(shape.primaryKey()))
        || names.size() != shape.primaryKey().size()) {
      throw refused(
          TargetOption.ORDER_BY,
          options.orderBy().orElseThrow(),
          "rows of %s are told apart by %s; expected exactly these, in any order"
              .formatted(shape.table(), shape.primaryKey()));
    }
  }

  /** What stands between ORDER BY and SETTINGS, and before it. */
  String partitionBy() {
    return options.partitionBy().map(text -> "\nPARTITION BY (" + text + ")").orElse("");
  }

  /** When rows go by themselves, as it stands behind the word TTL; empty when they stay. */
  public String ttl() {
    // A delete carries zeros for times; without it an older version of the row would come back.
    return options
        .ttl()
        .map(text -> "(" + text + ")" + (isReplacing() ? " DELETE WHERE `_deleted` = 0" : ""))
        .orElse("");
  }

  String settings() {
    boolean freely =
        options.partitionBy().isPresent() || options.orderBy().isPresent() && !isReplacing();
    return (chosenEngine().isReplicated() ? "" : "non_")
        + "replicated_deduplication_window = "
        + TableDdl.REMEMBERED_INSERTS
        + (freely ? ", allow_nullable_key = 1" : "");
  }

  /** The parts of a list that may stand in brackets. */
  static List<String> listed(String text) {
    return SqlSyntax.parts(SqlSyntax.unwrapped(text));
  }

  /** A column's name without the quotes it may stand in. */
  private static String name(String part) {
    boolean quoted =
        part.length() > 1
            && (part.startsWith("`") && part.endsWith("`")
                || part.startsWith("\"") && part.endsWith("\""));
    return quoted ? part.substring(1, part.length() - 1).replaceAll("\\\\(.)", "$1") : part;
  }

  private ShapeRefusedException refused(TargetOption option, String value, String why) {
    return new ShapeRefusedException(
        "route %s sets %s to %s, but %s".formatted(route, option.name(), value, why));
  }

  /** The parts of a table's definition behind its columns. */
  String definition(TargetName target) {
    unfit(target, shape, options, options.partitionBy().isPresent(), route)
        .ifPresent(
            why -> {
              throw new ShapeRefusedException(why);
            });
    String ttl = ttl();
    return "\nENGINE = "
        + engine()
        + partitionBy()
        + "\nORDER BY "
        + orderBy()
        + (ttl.isEmpty() ? "" : "\nTTL " + ttl)
        + "\nSETTINGS "
        + settings();
  }

  /** The names of the options that choose how a table is kept, for people. */
  public static String chosen(TableOptions options) {
    List<TargetOption> chosen = new ArrayList<>();
    options.engine().ifPresent(any -> chosen.add(TargetOption.ENGINE));
    options.orderBy().ifPresent(any -> chosen.add(TargetOption.ORDER_BY));
    options.partitionBy().ifPresent(any -> chosen.add(TargetOption.PARTITION_BY));
    options.ttl().ifPresent(any -> chosen.add(TargetOption.TTL));
    List<String> names =
        new ArrayList<>(chosen.stream().map(TargetOption::name).collect(Collectors.toList()));
    options.computed().keySet().forEach(name -> names.add(TargetOption.COMPUTED.prefix() + name));
    return String.join(", ", names);
  }
}
