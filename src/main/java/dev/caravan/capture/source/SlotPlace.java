package dev.caravan.capture.source;

import dev.caravan.capture.source.ReplicationSlot.State;
import java.util.Optional;
import org.postgresql.replication.LogSequenceNumber;

/** Whether a slot can give what follows a place. */
final class SlotPlace {

  private SlotPlace() {}

  /**
   * Why it can't; nothing when it can.
   *
   * @param state the slot, or nothing when there is none
   * @param commitLsn the place, from which streaming is to go on
   */
  static Optional<String> problem(String slot, Optional<State> state, long commitLsn) {
    if (state.isEmpty()) {
      return problem(
          "the replication slot '%s' is gone, but Kafka holds changes up to %s: what came after that"
                  .formatted(slot, text(commitLsn))
              + " can't be read any more. %s; or point caravan.capture.slot at the right slot");
    }
    State found = state.get();
    if (found.lost()) {
      return problem(
          "the replication slot '%s' is lost: PostgreSQL has thrown away WAL it needs"
                  .formatted(slot)
              + " (max_slot_wal_keep_size). %s");
    }
    if (Long.compareUnsigned(commitLsn, found.currentLsn()) > 0) {
      return problem(
          "Kafka holds changes up to %s, but PostgreSQL has written up to %s only: it was restored from"
                  .formatted(text(commitLsn), text(found.currentLsn()))
              + " an older state, or is another server. %s; or correct caravan.postgres.host");
    }
    if (Long.compareUnsigned(found.confirmedLsn(), commitLsn) > 0) {
      return problem(
          "the replication slot '%s' stands at %s, but Kafka holds changes up to %s only: somebody"
                  .formatted(slot, text(found.confirmedLsn()), text(commitLsn))
              + " read what is between, moved the slot on, or made it anew. %s");
    }
    return Optional.empty();
  }

  private static Optional<String> problem(String text) {
    return Optional.of(text.formatted(PlaceLostException.REMEDY));
  }

  private static String text(long lsn) {
    return LogSequenceNumber.valueOf(lsn).asString();
  }
}
