package dev.caravan.bench.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.bench.lane.Lane;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The least a Java program can do that brings the events of {@code inventory.orders} into its
 * target: reads JSON without building objects of it, and inserts RowBinary, one insert under way
 * while the next is filled. It knows one table, keeps no promise and looks at no failure but to
 * end.
 */
public final class RowBinaryConsumer {

  private static final int BATCH = 100_000;
  private static final String PASSWORD = "BENCH_PASSWORD";

  private final JsonFactory json = new JsonFactory();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest.Builder insert;
  private RowBinary rows = new RowBinary();
  private int count;
  private CompletableFuture<HttpResponse<String>> underWay =
      CompletableFuture.completedFuture(null);

  private RowBinaryConsumer(HttpRequest.Builder insert) {
    this.insert = insert;
  }

  /**
   * Starts it in a JVM of its own, on a table that exists.
   *
   * @param topic to read from its beginning
   */
  public static Program start(Lane lane, String topic) {
    ClickHouseService server = lane.sandbox().clickhouse();
    return Program.java(
        lane.sandbox(),
        lane.name(),
        Map.of(PASSWORD, server.password()),
        List.of(
            Heap.OPTION,
            Heap.COLLECTOR,
            "-cp",
            System.getProperty("java.class.path"),
            RowBinaryConsumer.class.getName(),
            lane.sandbox().kafka().bootstrapServers(),
            topic,
            server.url() + "/?database=" + lane.name(),
            server.user()));
  }

  /**
   * @param arguments brokers, topic, ClickHouse's URL and user
   */
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            arguments[0],
            "group.id",
            arguments[2],
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed",
            "max.poll.records",
            BATCH,
            "max.partition.fetch.bytes",
            8 << 20);
    HttpRequest.Builder insert =
        HttpRequest.newBuilder(
                URI.create(
                    arguments[2] + "&query=INSERT%20INTO%20orders_final%20FORMAT%20RowBinary"))
            .header("X-ClickHouse-User", arguments[3])
            .header("X-ClickHouse-Key", System.getenv(PASSWORD));
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(arguments[1]));
      new RowBinaryConsumer(insert).run(consumer);
    }
  }

  private void run(KafkaConsumer<byte[], byte[]> consumer) throws Exception {
    while (true) {
      var records = consumer.poll(Duration.ofMillis(100));
      for (ConsumerRecord<byte[], byte[]> each : records) {
        write(each);
        if (++count == BATCH) {
          send();
        }
      }
      if (records.isEmpty()) {
        send();
      }
    }
  }

  private void send() throws Exception {
    HttpResponse<String> last = underWay.get();
    if (last != null && last.statusCode() != 200) {
      throw new IOException(last.body());
    }
    if (count > 0) {
      underWay =
          http.sendAsync(
              insert.POST(HttpRequest.BodyPublishers.ofByteArray(rows.toByteArray())).build(),
              HttpResponse.BodyHandlers.ofString());
      rows = new RowBinary();
      count = 0;
    }
  }

  private void write(ConsumerRecord<byte[], byte[]> event) throws IOException {
    long lsn = 0;
    long micros = 0;
    try (JsonParser parser = json.createParser(event.value())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String part = parser.currentName();
        parser.nextToken();
        if (part.equals("after")) {
          row(parser);
        } else if (part.equals("source")) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("lsn")) {
              lsn = parser.getLongValue();
            } else if (field.equals("ts_us")) {
              micros = parser.getLongValue();
            }
          }
        } else {
          parser.skipChildren();
        }
      }
    }
    rows.int64(lsn);
    rows.int8(0);
    rows.int64(micros);
    rows.int32(event.partition());
    rows.int64(event.offset());
  }

  /** The columns come in the table's order. */
  private void row(JsonParser parser) throws IOException {
    next(parser);
    rows.int64(parser.getLongValue());
    next(parser);
    rows.int32(parser.getIntValue());
    next(parser);
    rows.text(parser.getText());
    next(parser);
    rows.int64(new BigDecimal(parser.getText()).unscaledValue().longValue());
    next(parser);
    rows.int8(parser.currentToken() == JsonToken.VALUE_NULL ? 1 : 0);
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      rows.text(parser.getText());
    }
    next(parser);
    Instant placed = Instant.parse(parser.getText());
    rows.int64(placed.getEpochSecond() * 1_000_000 + placed.getNano() / 1_000);
    parser.nextToken();
  }

  private static void next(JsonParser parser) throws IOException {
    parser.nextToken();
    parser.nextToken();
  }

  /** ClickHouse's format, little-endian. */
  private static final class RowBinary extends ByteArrayOutputStream {

    private RowBinary() {
      super(16 << 20);
    }

    private void int8(int value) {
      write(value);
    }

    private void int32(int value) {
      for (int shift = 0; shift < 32; shift += 8) {
        write(value >>> shift);
      }
    }

    private void int64(long value) {
      for (int shift = 0; shift < 64; shift += 8) {
        write((int) (value >>> shift));
      }
    }

    private void text(String value) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      int length = bytes.length;
      while (length > 127) {
        write(length & 127 | 128);
        length >>>= 7;
      }
      write(length);
      writeBytes(bytes);
    }
  }
}
