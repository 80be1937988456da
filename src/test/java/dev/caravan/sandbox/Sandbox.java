package dev.caravan.sandbox;

import java.nio.file.Path;
import java.util.function.Consumer;

/** PostgreSQL, Kafka and ClickHouse, each a process of its own on free ports of the loopback. */
public final class Sandbox implements AutoCloseable {

  private Sandbox() {}

  /**
   * Starts all three at once and returns when each answers.
   *
   * @param progress takes lines for people
   */
  public static Sandbox start(Consumer<String> progress) {
    throw new UnsupportedOperationException("not written yet");
  }

  public PostgresService postgres() {
    throw new UnsupportedOperationException("not written yet");
  }

  public KafkaService kafka() {
    throw new UnsupportedOperationException("not written yet");
  }

  public ClickHouseService clickhouse() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** A temporary folder for whatever else belongs to this sandbox; removed by {@link #close()}. */
  public Path folder() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Ends every process and removes every folder of this sandbox. */
  @Override
  public void close() {}
}
