package dev.caravan.deliver;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Kafka to ClickHouse. */
@ConfigMapping(prefix = "caravan.deliver")
public interface DeliverConfig {

  /** The consumer group's name begins with this; the route's id follows. */
  @WithDefault("caravan")
  @NotBlank
  String groupPrefix();

  /**
   * The salt of the hashes that routes make of columns' values, a secret of 16 characters or more.
   */
  Optional<String> hashSalt();

  /** The shortest time that can be asked for, in milliseconds. */
  long SHORTEST_FRESHNESS_MILLIS = 10;

  /** The same. */
  Duration SHORTEST_FRESHNESS = Duration.ofMillis(SHORTEST_FRESHNESS_MILLIS);

  /**
   * How old a change may be when it is visible in ClickHouse, from when Kafka has it; batches are
   * as large as that allows. A route may say otherwise for its table.
   */
  @WithDefault("100ms")
  @DurationMin(millis = SHORTEST_FRESHNESS_MILLIS)
  Duration freshness();

  /** When a batch is full. */
  @Valid
  Batch batch();

  /** How long to wait before a failed batch is tried again. */
  @Valid
  Retry retry();

  /** How many rows may be left out because they cannot land. */
  @Valid
  DeadLetters deadLetters();

  /** Where the rows go. */
  @Valid
  ClickHouse clickhouse();

  /** The first limit reached closes the batch. */
  interface Batch {

    /** Events in one insert at most. */
    @WithDefault("100000")
    @Min(1)
    @Max(1_000_000)
    int maxRows();

    /** Size of the events of one insert at most, as they lie in Kafka uncompressed. */
    @WithDefault("64M")
    MemorySize maxBytes();
  }

  /** Exponential back-off; a batch is retried until it has landed. */
  interface Retry {

    /** The first wait; each further one is twice as long. */
    @WithDefault("500ms")
    @DurationMin(millis = 1)
    Duration initialDelay();

    /** The longest wait. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration maxDelay();
  }

  /**
   * A row that cannot land goes to the table's dead-letter topic, until a limit is reached: then
   * its table stops. 0 makes no dead letters at all. Each deliverer counts its own.
   */
  interface DeadLetters {

    /** Rows of a table one after the other, none of which could land. */
    @WithDefault("1000")
    @Min(0)
    int maxInARow();

    /** Rows of a table within a minute. */
    @WithDefault("10000")
    @Min(0)
    int maxPerMinute();
  }

  /** The ClickHouse server, or the servers that hold the same. */
  interface ClickHouse {

    /**
     * The HTTP interface, {@code http://host:8123} or {@code https://host:8443}; that of each
     * replica, separated by commas, of which one is used until it fails.
     */
    @WithDefault("http://localhost:8123")
    @NotEmpty
    List<String> url();

    /**
     * The cluster on whose servers tables and views are made and changed; one shard of replicas.
     */
    Optional<String> cluster();

    /** Whether the tables Caravan makes are held by several servers. */
    @WithDefault("false")
    boolean replicated();

    /** A replicated table's path in Keeper; the servers' default when absent. */
    Optional<String> replicaPath();

    /** A replica's name below the path; the server's default when absent. */
    Optional<String> replicaName();

    /** How many replicas must have an insert before it counts: a number, or auto for a majority. */
    Optional<String> insertQuorum();

    /** The database the tables are in; it must exist. */
    @WithDefault("default")
    @NotBlank
    String database();

    /** Who inserts. */
    @WithDefault("default")
    @NotBlank
    String user();

    /** The user's password; none when absent. */
    Optional<String> password();

    /** PEM file of the authorities that vouch for the server; those of the JDK when absent. */
    Optional<Path> caCertificate();

    /**
     * PEM file of the certificate the server knows Caravan by; it is what logs the user in when
     * there is no password.
     */
    Optional<Path> clientCertificate();

    /** PEM file of its key: PKCS#8, RSA, not encrypted. */
    Optional<Path> clientKey();

    /** How long an insert may take before it counts as failed. */
    @WithDefault("60s")
    @DurationMin(seconds = 1)
    Duration timeout();

    /**
     * Further settings sent with every insert, under ClickHouse's own names: {@code
     * caravan.deliver.clickhouse.settings.insert_quorum=2}. Those that keep a batch one block must
     * not be changed, or a batch may land in part.
     */
    Map<String, String> settings();

    /** ClickHouse's Kafka engine, for the routes that ask for it. */
    @Valid
    KafkaEngine kafkaEngine();
  }

  /** How ClickHouse reads a table's topic by itself. */
  interface KafkaEngine {

    /** The brokers as ClickHouse reaches them; those of {@code caravan.kafka} when absent. */
    Optional<String> bootstrapServers();

    /**
     * The named collection in ClickHouse's configuration that says how it reaches Kafka, encryption
     * and login included.
     */
    Optional<String> collection();

    /** Consumers of one table; ClickHouse takes no more than it has processors. */
    @WithDefault("1")
    @Min(1)
    int consumers();

    /** Events in one insert at most. */
    @WithDefault("100000")
    @Min(1)
    @Max(1_000_000)
    int maxRows();

    /** How long an insert waits for further events at most. */
    @WithDefault("200ms")
    @DurationMin(millis = 1)
    Duration flushInterval();

    /** How long one poll waits for events. */
    @WithDefault("50ms")
    @DurationMin(millis = 1)
    Duration pollTimeout();
  }
}
