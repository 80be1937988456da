package dev.caravan.capture.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Debezium's sign of life as Kafka gets it: its key and its value as flat JSON. */
final class HeartbeatRecord {

  private static final ObjectMapper JSON = new ObjectMapper();

  private HeartbeatRecord() {}

  static ProducerRecord<byte[], byte[]> of(SourceRecord heartbeat, String topic) {
    return new ProducerRecord<>(topic, json(heartbeat.key()), json(heartbeat.value()));
  }

  private static byte[] json(Object struct) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Field field : ((Struct) struct).schema().fields()) {
      fields.put(field.name(), ((Struct) struct).get(field));
    }
    try {
      return JSON.writeValueAsBytes(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a heartbeat holds a text and a time", e);
    }
  }
}
