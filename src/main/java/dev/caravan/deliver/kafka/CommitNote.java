package dev.caravan.deliver.kafka;

import dev.caravan.deliver.LastTruncates;
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
 * truncated=600@151,1001@100 dead=17,1,5}.
 *
 * @param dead offsets from the committed one on that must not be delivered, because they are in the
 *     dead-letter topic; written as distances, the first one from the committed offset
 * @param truncated the TRUNCATEs the partition brought last
 */
record CommitNote(NavigableSet<Long> dead, LastTruncates truncated) {

  /** Characters; by default Kafka takes 4096 bytes. */
  static final int LONGEST = 4000;

  static final CommitNote NONE =
      new CommitNote(Collections.emptyNavigableSet(), LastTruncates.NONE);

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
    LastTruncates truncated = LastTruncates.NONE;
    try {
      for (String part : metadata.split(" ")) {
        if (part.startsWith(TRUNCATED)) {
          truncated = LastTruncates.read(part.substring(TRUNCATED.length()));
        } else if (part.startsWith(DEAD)) {
          long last = offset;
          for (String distance : part.substring(DEAD.length()).split(",")) {
            last += Long.parseLong(distance);
            dead.add(last);
          }
        }
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("The metadata '{}' of a commit is none of Caravan's and is ignored", metadata);
      return NONE;
    }
    return new CommitNote(dead, truncated);
  }

  /** The metadata of a commit of the offset; empty when there is nothing to say. */
  String text(long offset) {
    List<String> parts = new ArrayList<>();
    if (!truncated.isEmpty()) {
      parts.add(TRUNCATED + truncated.text());
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
        : new CommitNote(dead.tailSet(offset, true), truncated);
  }

  CommitNote with(Collection<Long> more) {
    NavigableSet<Long> all = new TreeSet<>(dead);
    all.addAll(more);
    return new CommitNote(all, truncated);
  }

  /** The note after another TRUNCATE. */
  CommitNote truncated(long lsn, long offset) {
    return new CommitNote(dead, truncated.with(lsn, offset));
  }
}
