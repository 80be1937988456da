package dev.caravan.capture.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Where a server's timeline left earlier ones.
 *
 * @param ends the WAL position each earlier timeline was left at
 */
record TimelineHistory(Map<Integer, Long> ends) {

  /**
   * Reads a history file: a line for each earlier timeline, {@code 1<tab>0/3000158<tab>reason}.
   *
   * @see <a
   *     href="https://www.postgresql.org/docs/16/protocol-replication.html">TIMELINE_HISTORY</a>
   */
  static TimelineHistory read(String file) {
    Map<Integer, Long> ends = new HashMap<>();
    for (String line : file.lines().map(String::strip).toList()) {
      String[] parts = line.split("\\s+", 3);
      if (parts.length > 1 && parts[0].chars().allMatch(Character::isDigit)) {
        ends.put(Integer.valueOf(parts[0]), LogSequenceNumber.valueOf(parts[1]).asLong());
      }
    }
    return new TimelineHistory(ends);
  }

  /** Up to where an earlier timeline is part of the server's history; nothing when it is not. */
  Optional<Long> end(int timeline) {
    return Optional.ofNullable(ends.get(timeline));
  }
}
