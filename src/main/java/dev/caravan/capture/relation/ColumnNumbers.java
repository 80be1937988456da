package dev.caravan.capture.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the numbers of the columns the stream describes by name alone.
 *
 * <p>The catalog may be ahead: what is called {@code a} there need not be what was called so then.
 * But PostgreSQL never gives a number twice and sends columns in the order of their numbers, a
 * column that still stands stood then unless it is younger than all that did, and those that were
 * dropped since have left their numbers. What that leaves open, names and types decide: those of
 * the table when it was last described above those of the catalog.
 */
final class ColumnNumbers {

  private static final int IMPOSSIBLE = Integer.MIN_VALUE / 2;
  private static final int AGAINST_WHAT_WAS = -32;
  private static final int SAME_AS_BEFORE = 16;
  private static final int SAME_NAME = 8;
  private static final int RENAMED = 2;
  private static final int OTHER_TYPE = -4;
  private static final int DROPPED_WITH_OTHER_TYPE = -24;

  private final List<KnownColumn> then;
  private final List<KnownColumn> now;
  private final List<KnownColumn> before;
  private final int highestBefore;

  /**
   * @param then the columns the stream describes; their numbers are of no account
   * @param now those of the catalog in the order of their numbers, the dropped ones included
   * @param before those the table had when it was described before; empty when not known
   */
  ColumnNumbers(List<KnownColumn> then, List<KnownColumn> now, List<KnownColumn> before) {
    this.then = then;
    this.now = now;
    this.before = before.stream().filter(column -> column.number() > 0).toList();
    this.highestBefore = before.stream().mapToInt(KnownColumn::number).max().orElse(0);
  }

  /** One number for each column of the stream, 0 where there is none to be found. */
  List<Integer> find() {
    int[][] best = new int[then.size() + 1][now.size() + 1];
    for (int[] row : best) {
      Arrays.fill(row, IMPOSSIBLE);
    }
    best[0][0] = 0;
    for (int i = 0; i <= then.size(); i++) {
      for (int j = 1; j <= now.size(); j++) {
        best[i][j] = Math.max(without(best, i, j), i == 0 ? IMPOSSIBLE : with(best, i, j));
      }
    }
    return best[then.size()][now.size()] > IMPOSSIBLE / 2 ? path(best) : byName();
  }

  private List<Integer> path(int[][] best) {
    List<Integer> numbers = new ArrayList<>();
    int i = then.size();
    for (int j = now.size(); i > 0; j--) {
      // The oldest when nothing else tells.
      if (best[i][j] != without(best, i, j)) {
        numbers.add(now.get(j - 1).number());
        i--;
      }
    }
    Collections.reverse(numbers);
    return numbers;
  }

  /** The first i columns, where the j-th of the catalog is the last of them. */
  private int with(int[][] best, int i, int j) {
    return best[i - 1][j - 1] <= IMPOSSIBLE / 2
        ? IMPOSSIBLE
        : best[i - 1][j - 1] + likeness(then.get(i - 1), now.get(j - 1));
  }

  /** The first i columns, where the j-th of the catalog is none of them. */
  private int without(int[][] best, int i, int j) {
    KnownColumn column = now.get(j - 1);
    boolean younger = i == then.size();
    if (best[i][j - 1] <= IMPOSSIBLE / 2 || !column.isDropped() && !younger) {
      return IMPOSSIBLE;
    }
    boolean stood = !column.isDropped() && before(column.number()) != null;
    return best[i][j - 1] + (stood ? AGAINST_WHAT_WAS : 0);
  }

  private int likeness(KnownColumn column, KnownColumn known) {
    boolean typeNow = column.type().equals(known.type());
    int likeness = known.isDropped() || typeNow ? 0 : OTHER_TYPE;
    likeness += column.name().equals(known.name()) ? SAME_NAME : 0;
    KnownColumn earlier = before(known.number());
    if (earlier == null) {
      return likeness + (known.number() < highestBefore ? AGAINST_WHAT_WAS : 0);
    }
    if (!earlier.type().equals(column.type())) {
      // Rather dropped, and its name given to a new one, than altered first and dropped then.
      likeness += known.isDropped() ? DROPPED_WITH_OTHER_TYPE : OTHER_TYPE;
    }
    return likeness + (earlier.name().equals(column.name()) ? SAME_AS_BEFORE : RENAMED);
  }

  private KnownColumn before(int number) {
    return before.stream().filter(each -> each.number() == number).findFirst().orElse(null);
  }

  /** For a table that was dropped, or of which the stream sends but some columns. */
  private List<Integer> byName() {
    return then.stream()
        .map(
            column ->
                before.stream()
                    .filter(each -> each.name().equals(column.name()))
                    .map(KnownColumn::number)
                    .findFirst()
                    .orElseGet(() -> numberNow(column.name())))
        .collect(Collectors.toList());
  }

  private int numberNow(String name) {
    return now.stream()
        .filter(each -> !each.isDropped() && each.name().equals(name))
        .map(KnownColumn::number)
        .findFirst()
        .orElse(0);
  }
}
