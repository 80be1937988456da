package dev.caravan.capture.event;

import dev.caravan.change.TableName;
import java.nio.charset.StandardCharsets;

/** The {@code source} of a table's events, in Debezium's fields and their order. */
final class SourceBlock {

  private static final byte[] SNAPSHOT = ascii(",\"snapshot\":\"");
  private static final byte[] AND = ascii("\\\",\\\"");
  private static final byte[] TS_US = ascii("\\\"]\",\"ts_us\":");
  private static final byte[] TS_NS = ascii(",\"ts_ns\":");
  private static final byte[] LSN = ascii(",\"lsn\":");
  private static final byte[] END = ascii(",\"xmin\":null}");
  private static final byte[] NULL = ascii("null");
  private static final byte[] STREAM = ascii("false");
  private static final byte[] NO_COMMIT = ascii("null,\\\"");
  private static final int MICROS_PER_MILLI = 1000;

  private final byte[] begin;
  private final byte[] sequence;
  private final byte[] snapshotSequence;
  private final byte[] table;

  /**
   * The table's.
   *
   * @param version Debezium's
   * @param connector Debezium's name of it
   * @param name the topic prefix
   * @param database the source database
   */
  SourceBlock(String version, String connector, String name, String database, TableName table) {
    JsonBuffer json = new JsonBuffer();
    json.raw(ascii("{\"version\":")).string(version);
    json.raw(ascii(",\"connector\":")).string(connector);
    json.raw(ascii(",\"name\":")).string(name).raw(ascii(",\"ts_ms\":"));
    begin = json.copy();
    json.clear();
    json.raw(ascii("\",\"db\":")).string(database).raw(ascii(",\"sequence\":\"["));
    snapshotSequence = json.copy();
    json.raw(ascii("\\\""));
    sequence = json.copy();
    json.clear();
    json.raw(ascii(",\"schema\":")).string(table.schema());
    json.raw(ascii(",\"table\":")).string(table.table()).raw(ascii(",\"txId\":"));
    this.table = json.copy();
  }

  void write(Origin origin, long lsn, JsonBuffer json) {
    json.raw(begin).number(Math.floorDiv(origin.micros(), MICROS_PER_MILLI));
    json.raw(SNAPSHOT);
    if (origin.isStream()) {
      json.raw(STREAM).raw(sequence).number(origin.commitLsn()).raw(AND).number(lsn);
    } else {
      json.raw(ascii(origin.snapshot())).raw(snapshotSequence).raw(NO_COMMIT).number(lsn);
    }
    json.raw(TS_US).number(origin.micros());
    json.raw(TS_NS).number(origin.micros() * MICROS_PER_MILLI).raw(table);
    if (origin.isStream()) {
      json.number(origin.txId());
    } else {
      json.raw(NULL);
    }
    json.raw(LSN).number(lsn).raw(END);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
