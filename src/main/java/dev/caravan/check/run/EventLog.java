package dev.caravan.check.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.change.ChangeHeaders;
import dev.caravan.check.spec.RouteTest;
import dev.caravan.check.spec.SourceEvent;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The events of a test as the capture would write them into one partition of the table's topic. */
final class EventLog {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FIRST_LSN = 1000;
  private static final long STEP = 100;

  private final String topic;
  private final RouteTest test;
  private final byte[] shape;

  /** Which of the test's events each offset holds. */
  private final List<Integer> numbers = new ArrayList<>();

  EventLog(String topic, RouteTest test) {
    this.topic = topic;
    this.test = test;
    this.shape = test.source().shape().id().getBytes(StandardCharsets.US_ASCII);
  }

  /** The batches in order; a TRUNCATE is one of its own. */
  List<List<ConsumerRecord<byte[], byte[]>>> batches() {
    List<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayList<>();
    char last = 't';
    for (SourceEvent each : test.events()) {
      if (last == 't' || each.op() == 't') {
        batches.add(new ArrayList<>());
      }
      batches.get(batches.size() - 1).add(record(each));
      last = each.op();
    }
    return batches;
  }

  /** Which of the test's events lies at an offset, from 1. */
  int number(long offset) {
    return numbers.get((int) offset);
  }

  private ConsumerRecord<byte[], byte[]> record(SourceEvent event) {
    long offset = numbers.size();
    numbers.add(event.number());
    long lsn = FIRST_LSN + STEP * offset;
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            topic,
            0,
            offset,
            event.key() == null ? null : bytes(event.key()),
            bytes(envelope(event, lsn)));
    record.headers().add(ChangeHeaders.SHAPE, shape);
    if (event.op() == 't') {
      byte[] position = String.valueOf(lsn).getBytes(StandardCharsets.US_ASCII);
      record.headers().add(ChangeHeaders.TRUNCATE, position);
    }
    return record;
  }

  private Map<String, Object> envelope(SourceEvent event, long lsn) {
    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    long micros = event.committedAt() == null ? now : event.committedAt();
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("version", "3.2.1.Final");
    source.put("connector", "postgresql");
    source.put("name", topic.substring(0, topic.indexOf('.')));
    source.put("ts_ms", micros / 1000);
    source.put("snapshot", event.op() == 'r' ? "true" : "false");
    source.put("db", "test");
    source.put("sequence", "[\"%d\",\"%d\"]".formatted(lsn, lsn));
    source.put("ts_us", micros);
    source.put("ts_ns", micros * 1000);
    source.put("schema", test.source().name().schema());
    source.put("table", test.source().name().table());
    source.put("txId", lsn / STEP);
    source.put("lsn", lsn);
    source.put("xmin", null);
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("before", event.before());
    envelope.put("after", event.after());
    envelope.put("source", source);
    envelope.put("op", String.valueOf(event.op()));
    envelope.put("ts_ms", now / 1000);
    envelope.put("ts_us", now);
    envelope.put("ts_ns", now * 1000);
    return envelope;
  }

  private static byte[] bytes(Map<String, Object> json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
