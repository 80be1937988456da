package dev.caravan.deliver.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dead letter of a table, known by the place its event had in the table's topic: {@code 2/1742}.
 *
 * @param partition from 0
 * @param offset from 0
 */
public record LetterId(int partition, long offset) implements Comparable<LetterId> {

  /** As many digits as Kafka's numbers can have at most; both fit their types. */
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,18})");

  /**
   * Reads {@code <partition>/<offset>}.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static LetterId read(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no letter's id; expected <partition>/<offset> in digits, as 2/1742"
              .formatted(text));
    }
    return new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @Override
  public int compareTo(LetterId other) {
    int byPartition = Integer.compare(partition, other.partition);
    return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
  }

  @Override
  public String toString() {
    return partition + "/" + offset;
  }
}
