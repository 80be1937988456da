package dev.caravan.capture.log;

import dev.caravan.capture.position.CapturePosition;
import dev.caravan.capture.position.SourceServer;
import dev.caravan.capture.position.TablePosition;
import dev.caravan.change.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A slot's records on the positions topic: how far the capture is, and of which server. */
final class StoredPositions {

  private final String topic;
  private final byte[] positionKey;
  private final byte[] serverKey;
  private CapturePosition position;
  private final Map<TableName, TablePosition> tables = new HashMap<>();
  private final String slot;
  private SourceServer server;

  private StoredPositions(String topic, String slot) {
    this.topic = topic;
    this.slot = slot;
    this.positionKey = key("{\"slot\":\"" + slot + "\"}");
    this.serverKey = key("{\"slot\":\"" + slot + "\",\"of\":\"server\"}");
  }

  /** The last of each that is committed. */
  static StoredPositions read(TopicReader reader, String topic, String slot) {
    StoredPositions stored = new StoredPositions(topic, slot);
    reader.readAll(topic, each -> stored.take(each.key(), each.value()));
    return stored;
  }

  private void take(byte[] key, byte[] value) {
    if (Arrays.equals(key, positionKey)) {
      position = CapturePosition.read(value);
    } else if (Arrays.equals(key, serverKey)) {
      server = server(value);
    } else if (new String(key, StandardCharsets.UTF_8).startsWith(tableKeys())) {
      TablePosition table = TablePosition.read(value);
      tables.put(table.table(), table);
    }
  }

  private String tableKeys() {
    return "{\"slot\":\"" + slot + "\",\"schema\":";
  }

  /** The tables with an incremental snapshot of their own, as they were when read. */
  Map<TableName, TablePosition> tables() {
    return Map.copyOf(tables);
  }

  ProducerRecord<byte[], byte[]> record(TablePosition next) {
    Map<String, String> key = new LinkedHashMap<>();
    key.put("slot", slot);
    key.put("schema", next.progress().schema());
    key.put("table", next.progress().table());
    try {
      return new ProducerRecord<>(
          topic, CapturePosition.JSON.writeValueAsBytes(key), next.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it was when read. */
  Optional<CapturePosition> position() {
    return Optional.ofNullable(position);
  }

  /** As it was when read. */
  Optional<SourceServer> server() {
    return Optional.ofNullable(server);
  }

  ProducerRecord<byte[], byte[]> record(CapturePosition next) {
    return new ProducerRecord<>(topic, positionKey, next.toBytes());
  }

  ProducerRecord<byte[], byte[]> record(SourceServer next) {
    try {
      return new ProducerRecord<>(topic, serverKey, CapturePosition.JSON.writeValueAsBytes(next));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceServer server(byte[] value) {
    try {
      return CapturePosition.JSON.readValue(value, SourceServer.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
