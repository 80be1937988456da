package dev.caravan.deliver.replay;

import java.util.Arrays;

/**
 * The letters of one table that wait no more, in two longs each, so that a million of them take
 * some 30 MB. Not for several threads.
 */
final class LetterStates {

  private static final int FIRST_CAPACITY = 1 << 10;
  private static final int OFFSET_BITS = 48;
  private static final long FREE = -1;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private long[] letters = emptied(FIRST_CAPACITY);
  private long[] marks = new long[FIRST_CAPACITY];
  private int size;

  /** Notes what became of a letter; what was noted before of it is forgotten. */
  void put(LetterId letter, long timestamp, LetterState state) {
    if (size >= letters.length / 4 * 3) {
      grow();
    }
    long key = key(letter);
    int slot = slot(key);
    if (letters[slot] == FREE) {
      letters[slot] = key;
      size++;
    }
    marks[slot] = timestamp << 1 | (state == LetterState.REPLAYED ? 1 : 0);
  }

  /**
   * What became of a letter.
   *
   * @param timestamp that of its event; a mark of another one is of a topic that is gone
   */
  LetterState of(LetterId letter, long timestamp) {
    int slot = slot(key(letter));
    if (letters[slot] == FREE || marks[slot] >> 1 != timestamp) {
      return LetterState.WAITING;
    }
    return (marks[slot] & 1) == 1 ? LetterState.REPLAYED : LetterState.DISCARDED;
  }

  private void grow() {
    long[] oldLetters = letters;
    long[] oldMarks = marks;
    letters = emptied(oldLetters.length * 2);
    marks = new long[oldMarks.length * 2];
    for (int i = 0; i < oldLetters.length; i++) {
      if (oldLetters[i] != FREE) {
        int slot = slot(oldLetters[i]);
        letters[slot] = oldLetters[i];
        marks[slot] = oldMarks[i];
      }
    }
  }

  /** Where the key is, or the free slot it would get. */
  private int slot(long key) {
    int mask = letters.length - 1;
    int slot = (int) (key * GOLDEN_RATIO >>> 32) & mask;
    while (letters[slot] != FREE && letters[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Kafka's partitions are far below 32,768 a topic, and offsets below 2^48. */
  private static long key(LetterId letter) {
    return (long) letter.partition() << OFFSET_BITS | letter.offset();
  }

  private static long[] emptied(int capacity) {
    long[] slots = new long[capacity];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
