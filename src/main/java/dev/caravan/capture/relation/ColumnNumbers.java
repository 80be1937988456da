package dev.caravan.capture.relation;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds PostgreSQL's numbers of the columns the stream names. The catalog may have other names for
 * them by now, but a number is given once in a table, and the stream has the columns in the order
 * of their numbers.
 */
final class ColumnNumbers {

  private ColumnNumbers() {}

  /**
   * @param names the columns as the stream has them
   * @param now what the catalog has, or null when the table was dropped meanwhile
   * @param announced numbers of columns that were known before, by the names of then
   * @return the number of each, 0 where it can't be told
   */
  static int[] of(List<String> names, CatalogTable now, Map<String, Integer> announced) {
    int[] byNow = new int[names.size()];
    int[] byThen = new int[names.size()];
    for (int i = 0; i < names.size(); i++) {
      CatalogTable.Item known = now == null ? null : now.column(names.get(i));
      byNow[i] = known == null ? 0 : known.number();
      byThen[i] = announced.getOrDefault(names.get(i), 0);
    }
    int[] numbers = first(byNow, byThen);
    if (!ascends(numbers)) {
      // A name went over to another column.
      numbers = first(byThen, byNow);
    }
    if (!ascends(numbers)) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = byNow[i] == byThen[i] ? byNow[i] : 0;
      }
    }
    if (now != null) {
      fillGaps(numbers, now);
    }
    return numbers;
  }

  private static int[] first(int[] preferred, int[] otherwise) {
    int[] numbers = preferred.clone();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = numbers[i] == 0 ? otherwise[i] : numbers[i];
    }
    return numbers;
  }

  private static boolean ascends(int[] numbers) {
    int last = 0;
    for (int number : numbers) {
      if (number != 0 && number <= last) {
        return false;
      }
      last = Math.max(last, number);
    }
    return true;
  }

  /** Between two known numbers there may be just as many as columns. */
  private static void fillGaps(int[] numbers, CatalogTable now) {
    TreeSet<Integer> given = new TreeSet<>(now.dropped());
    now.columns().forEach(column -> given.add(column.number()));
    int below = 0;
    for (int begin = 0; begin < numbers.length; begin++) {
      if (numbers[begin] != 0) {
        below = numbers[begin];
        continue;
      }
      int end = begin;
      while (end < numbers.length && numbers[end] == 0) {
        end++;
      }
      int above = end == numbers.length ? Integer.MAX_VALUE : numbers[end];
      List<Integer> between = List.copyOf(given.subSet(below, false, above, false));
      if (between.size() == end - begin) {
        for (int i = begin; i < end; i++) {
          numbers[i] = between.get(i - begin);
        }
      }
      begin = end - 1;
    }
  }
}
