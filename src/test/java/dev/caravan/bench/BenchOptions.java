package dev.caravan.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code ./bench} was asked for.
 *
 * @param name of a bench, or {@code all}
 * @param toy whether only to see that everything runs
 * @param peer what the names begin with of the peers that are wanted, when not all are
 */
record BenchOptions(
    String name, OptionalInt size, OptionalInt rounds, boolean toy, Optional<String> peer) {

  static final String USAGE =
      "usage: ./bench NAME [--size N] [--rounds N] [--toy] [--peer NAME], where NAME is all or one of ";

  /** As many as there are replication slots for. */
  private static final int MOST_ROUNDS = 9;

  /**
   * @throws IllegalArgumentException with what would be right
   */
  static BenchOptions parse(List<String> arguments, List<String> names) {
    String usage = USAGE + String.join(", ", names);
    String name = null;
    OptionalInt size = OptionalInt.empty();
    OptionalInt rounds = OptionalInt.empty();
    boolean toy = false;
    Optional<String> peer = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--toy" -> toy = true;
        case "--peer" -> peer = Optional.of(text(arguments, ++i));
        case "--size" -> size = OptionalInt.of(number(arguments, ++i, Integer.MAX_VALUE));
        case "--rounds" -> rounds = OptionalInt.of(number(arguments, ++i, MOST_ROUNDS));
        default -> {
          if (name != null || !names.contains(argument) && !argument.equals("all")) {
            throw new IllegalArgumentException("'" + argument + "' is not known; " + usage);
          }
          name = argument;
        }
      }
    }
    if (name == null) {
      throw new IllegalArgumentException(usage);
    }
    if (name.equals("all") && size.isPresent()) {
      throw new IllegalArgumentException("--size means something else to each bench; name one");
    }
    return new BenchOptions(name, size, rounds, toy, peer);
  }

  private static String text(List<String> arguments, int index) {
    if (index < arguments.size()) {
      return arguments.get(index);
    }
    throw new IllegalArgumentException(
        arguments.get(index - 1) + " takes the beginning of a peer's name");
  }

  private static int number(List<String> arguments, int index, int most) {
    String option = arguments.get(index - 1);
    String text = index < arguments.size() ? arguments.get(index) : "";
    try {
      int number = Integer.parseInt(text.replace("_", ""));
      if (number > 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s takes a number from 1 to %d, not '%s'".formatted(option, most, text));
  }
}
