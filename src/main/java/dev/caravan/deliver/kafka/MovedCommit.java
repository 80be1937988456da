package dev.caravan.deliver.kafka;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** The commit of a partition that is to be read from another offset on. */
public final class MovedCommit {

  private MovedCommit() {}

  /**
   * The commit for the new offset with what still holds of the note. Dead letters between both
   * offsets are not known any more when it goes back; those that lie ahead are.
   *
   * @param committed the commit that holds, or null when there is none
   * @param to the offset to read from
   */
  public static OffsetAndMetadata of(OffsetAndMetadata committed, long to) {
    return committed == null
        ? new OffsetAndMetadata(to)
        : new OffsetAndMetadata(
            to, CommitNote.read(committed.offset(), committed.metadata()).from(to).text(to));
  }
}
