package dev.caravan.deliver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The TRUNCATEs of a partition by which it is known whether one took an earlier event's row away. A
 * later one need not reach as high as one before it, because a snapshot brings rows of lower
 * versions; so each stays that no other exceeds in both, position and offset.
 *
 * @param points the newest first, which reach higher the older they are
 */
public record LastTruncates(List<Point> points) {

  /** None is known. */
  public static final LastTruncates NONE = new LastTruncates(List.of());

  /** So many fit the metadata of a commit and leave room for more. */
  static final int MOST = 16;

  /**
   * A TRUNCATE.
   *
   * @param lsn its WAL position, unsigned
   * @param offset where it lies in the partition
   */
  public record Point(long lsn, long offset) {

    private boolean covers(Point other) {
      return Long.compareUnsigned(lsn, other.lsn) >= 0 && offset >= other.offset;
    }
  }

  public LastTruncates {
    points = List.copyOf(points);
  }

  /** These and another one. When they are too many, the oldest is forgotten. */
  public LastTruncates with(long lsn, long offset) {
    Point added = new Point(lsn, offset);
    if (lsn == 0 || points.stream().anyMatch(each -> each.covers(added))) {
      return this;
    }
    List<Point> left = new ArrayList<>(points);
    left.removeIf(added::covers);
    left.add(added);
    left.sort(Comparator.comparingLong(Point::offset).reversed());
    return new LastTruncates(left.subList(0, Math.min(MOST, left.size())));
  }

  public boolean isEmpty() {
    return points.isEmpty();
  }

  /** Whether one of them took away what an event brought that stood before it. */
  public boolean take(long lsn, long offset) {
    return points.stream()
        .anyMatch(each -> offset < each.offset() && Long.compareUnsigned(lsn, each.lsn()) < 0);
  }

  /** For instance {@code 600@151,1001@100}. */
  public String text() {
    return points.stream()
        .map(each -> Long.toUnsignedString(each.lsn()) + '@' + each.offset())
        .collect(Collectors.joining(","));
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static LastTruncates read(String text) {
    LastTruncates read = NONE;
    for (String each : text.split(",", -1)) {
      String[] point = each.split("@", -1);
      if (point.length != 2) {
        throw new IllegalArgumentException(
            "'%s' is no TRUNCATE; expected its position and offset as in 600@151".formatted(each));
      }
      read = read.with(Long.parseUnsignedLong(point[0]), Long.parseLong(point[1]));
    }
    return read;
  }
}
