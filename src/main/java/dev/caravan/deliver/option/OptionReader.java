package dev.caravan.deliver.option;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Takes the options out of the parameters of an endpoint.
 *
 * @param uri the endpoint
 * @param values the parameters
 */
record OptionReader(String uri, Map<String, Object> values) {

  TargetOptions options(Optional<String> configuredSalt) {
    ColumnOptions columns =
        new ColumnOptions(
            take(TargetOption.EXCLUDE).map(this::names).orElse(Set.of()),
            takeAll(TargetOption.MASK),
            hash(),
            renames(),
            types(),
            salt(configuredSalt));
    if (!columns.hash().isEmpty() && columns.salt().isEmpty()) {
      throw new IllegalArgumentException(
          "%s hashes columns without a salt, and anybody could find the values by trying; set %s to a secret of 16 characters or more"
              .formatted(where(), Salt.KEY));
    }
    checkTwice(columns);
    boolean kafkaEngine = choice(TargetOption.VIA).equals("kafka-engine");
    if (kafkaEngine && !columns.hash().isEmpty()) {
      throw wrong(
          TargetOption.VIA.name(),
          "is kafka-engine, but %s%s would put the salt into a view of ClickHouse's, where others read it; leave one of them out"
              .formatted(TargetOption.HASH.prefix(), columns.hash().iterator().next()));
    }
    return new TargetOptions(columns, table(), kafkaEngine);
  }

  private TableOptions table() {
    TableOptions table =
        new TableOptions(
            choice(TargetOption.DROPPED_COLUMNS).equals("drop"),
            computed(),
            expression(TargetOption.WHERE),
            choice(TargetOption.ROWS).equals("changes"),
            choice(TargetOption.DELETES).equals("keep"),
            engine(),
            expression(TargetOption.ORDER_BY),
            expression(TargetOption.PARTITION_BY),
            expression(TargetOption.TTL),
            choice(TargetOption.CREATE).equals("true"),
            Optional.empty());
    if (table.log() && table.keepDeleted()) {
      throw wrong(
          TargetOption.DELETES.name(),
          "is keep, but with rows=changes every delete is a row of its own; leave one out");
    }
    if (table.log() && table.engine().filter(TableEngine::isReplacing).isPresent()) {
      throw wrong(
          TargetOption.ENGINE.name(),
          "replaces rows, but rows=changes keeps every change; expected MergeTree");
    }
    if (table.keepDeleted() && table.engine().filter(e -> !e.isReplacing()).isPresent()) {
      throw wrong(
          TargetOption.ENGINE.name(),
          "keeps every row, but deletes=keep needs the newest; expected ReplacingMergeTree");
    }
    return table;
  }

  private Optional<TableEngine> engine() {
    return take(TargetOption.ENGINE)
        .map(
            text -> {
              try {
                return TableEngine.parse(text);
              } catch (IllegalArgumentException e) {
                throw wrong(TargetOption.ENGINE.name(), e.getMessage());
              }
            });
  }

  private Map<String, String> computed() {
    Map<String, String> computed = takeAll(TargetOption.COMPUTED);
    computed.forEach((name, text) -> check(TargetOption.COMPUTED.prefix() + name, text));
    return computed;
  }

  private Map<String, String> renames() {
    Map<String, String> renames = takeAll(TargetOption.RENAME);
    Map<String, String> taken = new LinkedHashMap<>();
    renames.forEach(
        (column, name) -> {
          String option = TargetOption.RENAME.prefix() + column;
          if (name.isBlank()) {
            throw wrong(option, "is empty; expected the name the column gets");
          }
          String other = taken.put(name, column);
          if (other != null) {
            throw wrong(option, "is '" + name + "', as " + other + " is called already");
          }
        });
    return renames;
  }

  private Map<String, String> types() {
    Map<String, String> types = new TreeMap<>();
    takeAll(TargetOption.COLUMN_TYPE)
        .forEach(
            (column, type) -> {
              if (!TypeSyntax.isType(type)) {
                throw wrong(
                    TargetOption.COLUMN_TYPE.prefix() + column,
                    "is '%s', which is not one type of ClickHouse; expected such as Decimal(38, 6)"
                        .formatted(type));
              }
              types.put(column, type.strip());
            });
    return types;
  }

  private Set<String> hash() {
    Map<String, String> hashes = takeAll(TargetOption.HASH);
    hashes.forEach(
        (column, value) -> allowed(TargetOption.HASH, TargetOption.HASH.prefix() + column, value));
    return hashes.keySet();
  }

  private Optional<Salt> salt(Optional<String> configured) {
    return take(TargetOption.HASH_SALT)
        .or(() -> configured)
        .map(
            text -> {
              try {
                return Salt.of(text);
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(where() + ": " + e.getMessage());
              }
            });
  }

  /** Two options for one column's values would be at odds. */
  private void checkTwice(ColumnOptions columns) {
    for (String column : columns.exclude()) {
      if (columns.mask().containsKey(column)
          || columns.hash().contains(column)
          || columns.rename().containsKey(column)
          || columns.types().containsKey(column)) {
        throw wrong(
            TargetOption.EXCLUDE.name(), "names " + column + ", of which another option speaks");
      }
    }
    for (String column : columns.hash()) {
      if (columns.mask().containsKey(column)) {
        throw wrong(TargetOption.HASH.prefix() + column, "is of a column that is masked as well");
      }
    }
  }

  private Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    for (String each : text.split(",", -1)) {
      if (each.isBlank()) {
        throw wrong(
            TargetOption.EXCLUDE.name(),
            "is '%s'; expected names of columns, separated by commas".formatted(text));
      }
      names.add(each.strip());
    }
    return names;
  }

  private Optional<String> expression(TargetOption option) {
    Optional<String> text = take(option);
    text.ifPresent(each -> check(option.name(), each));
    return text;
  }

  private void check(String option, String text) {
    SqlSyntax.fault(text)
        .ifPresent(
            fault -> {
              throw wrong(option, "is '" + text + "', which " + fault);
            });
  }

  private String choice(TargetOption option) {
    return take(option)
        .map(value -> allowed(option, option.name(), value))
        .orElse(option.defaultValue());
  }

  private String allowed(TargetOption option, String name, String value) {
    if (!option.values().contains(value)) {
      throw wrong(name, "is '" + value + "'; it must be " + String.join(" or ", option.values()));
    }
    return value;
  }

  private Optional<String> take(TargetOption option) {
    return Optional.ofNullable(values.remove(option.name())).map(OptionReader::text);
  }

  private Map<String, String> takeAll(TargetOption option) {
    List<String> keys = new ArrayList<>(values.keySet());
    Map<String, String> taken = new TreeMap<>();
    for (String key : keys) {
      if (key.startsWith(option.prefix()) && key.length() > option.prefix().length()) {
        taken.put(key.substring(option.prefix().length()), text(values.remove(key)));
      }
    }
    return taken;
  }

  /** A parameter that is given several times comes as a list. */
  private static String text(Object value) {
    return value instanceof Collection<?> several
        ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(value).strip();
  }

  private IllegalArgumentException wrong(String option, String what) {
    return new IllegalArgumentException(option + " of " + where() + " " + what);
  }

  /** The endpoint without its options, which may be long or secret. */
  private String where() {
    return uri.replaceFirst("\\?.*", "");
  }
}
