package dev.caravan.deliver.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the commit of a partition says beside the offset, in its metadata: {@code caravan:1
 * truncated=36214000@1742 dead=17,1,5}.
 *
 * @param dead offsets from the committed one on that must not be delivered, because they are in the
 *     dead-letter topic; written as distances, the first one from the committed offset
 * @param truncated the last TRUNCATE the partition brought: its WAL position, 0 for none
 * @param truncatedAt its offset
 */
record CommitNote(NavigableSet<Long> dead, long truncated, long truncatedAt) {

  /** Characters; by default Kafka takes 4096 bytes. */
  static final int LONGEST = 4000;

  static final CommitNote NONE = new CommitNote(Collections.emptyNavigableSet(), 0, 0);

  private static final Logger LOG = LoggerFactory.getLogger(CommitNote.class);
  private static final String START = "caravan:1";
  private static final String TRUNCATED = "truncated=";
  private static final String DEAD = "dead=";

  CommitNote {
    dead = Collections.unmodifiableNavigableSet(new TreeSet<>(dead));
  }

  /**
   * Reads the metadata of a commit; that of somebody else says nothing.
   *
   * @param offset the committed offset
   */
  static CommitNote read(long offset, String metadata) {
    if (metadata == null || !metadata.startsWith(START)) {
      return NONE;
    }
    NavigableSet<Long> dead = new TreeSet<>();
    long truncated = 0;
    long truncatedAt = 0;
    try {
      for (String part : metadata.split(" ")) {
        if (part.startsWith(TRUNCATED)) {
          int at = part.indexOf('@');
          truncated = Long.parseLong(part, TRUNCATED.length(), at, 10);
          truncatedAt = Long.parseLong(part, at + 1, part.length(), 10);
        } else if (part.startsWith(DEAD)) {
          long last = offset;
          for (String distance : part.substring(DEAD.length()).split(",")) {
            last += Long.parseLong(distance);
            dead.add(last);
          }
        }
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      LOG.warn("The metadata '{}' of a commit is none of Caravan's and is ignored", metadata);
      return NONE;
    }
    return new CommitNote(dead, truncated, truncatedAt);
  }

  /** The metadata of a commit of the offset; empty when there is nothing to say. */
  String text(long offset) {
    List<String> parts = new ArrayList<>();
    if (truncated != 0) {
      parts.add(TRUNCATED + truncated + '@' + truncatedAt);
    }
    List<String> distances = new ArrayList<>();
    long last = offset;
    for (long each : dead.tailSet(offset, true)) {
      distances.add(String.valueOf(each - last));
      last = each;
    }
    if (!distances.isEmpty()) {
      parts.add(DEAD + String.join(",", distances));
    }
    return parts.isEmpty() ? "" : START + " " + String.join(" ", parts);
  }

  /** The note without what the offset is beyond. */
  CommitNote from(long offset) {
    return dead.isEmpty() || dead.first() >= offset
        ? this
        : new CommitNote(dead.tailSet(offset, true), truncated, truncatedAt);
  }

  CommitNote with(Collection<Long> more) {
    NavigableSet<Long> all = new TreeSet<>(dead);
    all.addAll(more);
    return new CommitNote(all, truncated, truncatedAt);
  }

  /** The note after another TRUNCATE, which takes away what earlier ones did, too. */
  CommitNote truncated(long lsn, long offset) {
    return new CommitNote(dead, Math.max(lsn, truncated), Math.max(offset, truncatedAt));
  }
}
