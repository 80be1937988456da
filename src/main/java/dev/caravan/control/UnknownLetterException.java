package dev.caravan.control;

import dev.caravan.change.TableName;
import dev.caravan.deliver.replay.LetterId;

/** A table has no such letter. */
class UnknownLetterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownLetterException(TableName table, LetterId id) {
    super(
        "%s has no dead letter %s; GET /control/dead-letters/... lists them".formatted(table, id));
  }
}
