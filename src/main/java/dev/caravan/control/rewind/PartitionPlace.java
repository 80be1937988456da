package dev.caravan.control.rewind;

/**
 * Where a group stands in a partition.
 *
 * @param begin the offset of the oldest event Kafka keeps
 * @param committed the offset of the first event not delivered; null when none ever was
 * @param end the offset behind the last event
 * @param wanted the offset asked for; null when it is to stay
 */
record PartitionPlace(int partition, long begin, Long committed, long end, Long wanted) {

  /** Where it goes on when nobody moves it. */
  long next() {
    return committed == null ? begin : committed;
  }
}
