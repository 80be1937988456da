package dev.caravan.deliver.kafka;

import dev.caravan.change.ChangeHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Takes over what was polled. Nearly all events have one header, that of their shape, and follow
 * others of the same: those have one object for it instead of six each, which would be a third of
 * what is held of small events.
 */
final class Intake {

  private Headers shared;
  private byte[] shape;

  /** The events without the dead letters that lie in between. */
  List<ConsumerRecord<byte[], byte[]>> take(
      ConsumerRecords<byte[], byte[]> polled, CommitNotes notes) {
    List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>(polled.count());
    for (ConsumerRecord<byte[], byte[]> each : polled) {
      if (!notes.isDead(each)) {
        events.add(slim(each));
      }
    }
    return events;
  }

  private ConsumerRecord<byte[], byte[]> slim(ConsumerRecord<byte[], byte[]> each) {
    Iterator<Header> headers = each.headers().iterator();
    if (!headers.hasNext()) {
      return each;
    }
    Header first = headers.next();
    if (headers.hasNext() || !first.key().equals(ChangeHeaders.SHAPE)) {
      return each;
    }
    byte[] own = first.value();
    if (shared == null || !Arrays.equals(own, shape)) {
      RecordHeaders other = new RecordHeaders();
      other.add(ChangeHeaders.SHAPE, own);
      other.setReadOnly();
      shared = other;
      shape = own;
    }
    return new ConsumerRecord<>(
        each.topic(),
        each.partition(),
        each.offset(),
        each.timestamp(),
        each.timestampType(),
        each.serializedKeySize(),
        each.serializedValueSize(),
        each.key(),
        each.value(),
        shared,
        each.leaderEpoch());
  }
}
