package dev.caravan.capture;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** PostgreSQL to Kafka. */
@ConfigMapping(prefix = "caravan.capture")
public interface CaptureConfig {

  /**
   * Which tables are captured, beside those that routes deliver: {@code schema.table} names
   * separated by commas, in which {@code *} stands for any characters.
   */
  @WithDefault("inventory.*")
  @NotEmpty
  List<String> tables();

  /** The replication slot; created when missing, used by one capture at a time. */
  @WithDefault("caravan")
  @Pattern(
      regexp = "[a-z0-9_]{1,63}",
      message = "must be 1 to 63 lower-case letters, digits or '_', as PostgreSQL demands of slots")
  String slot();

  /**
   * How long PostgreSQL keeps the lock on the slot for a capture it hears nothing of; after that
   * one that stands by may take over. In whole seconds.
   */
  @WithDefault("10s")
  @DurationMin(seconds = 4)
  Duration lockTerm();

  /**
   * Whether PostgreSQL's standbys are to keep a copy of the slot, from which the capture goes on
   * once one of them is promoted; servers before 17 have no such slots.
   */
  @WithDefault("true")
  boolean failoverSlot();

  /**
   * The publication; created when missing, and extended by captured tables it lacks. Tables without
   * a replica identity are in a second one, {@code <name>_inserts}.
   */
  @WithDefault("caravan")
  @Pattern(
      regexp = "[a-z0-9_]{1,55}",
      message = "must be 1 to 55 lower-case letters, digits or '_'")
  String publication();

  /** How often the heartbeat topic gets a sign of life and an idle slot moves on. */
  @WithDefault("10s")
  @DurationMin(millis = 1)
  Duration heartbeatInterval();

  /** How often PostgreSQL is told up to where Kafka has everything, so that it may free WAL. */
  @WithDefault("1s")
  @DurationMin(millis = 1)
  Duration acknowledgeInterval();

  /** The topics the capture creates. */
  @Valid
  Topic topic();

  /** The batches that become one Kafka transaction each. */
  @Valid
  Batch batch();

  /** The rows that are there before anything is captured. */
  @Valid
  Snapshot snapshot();

  /** What happens after a failure. */
  @Valid
  Restart restart();

  /** Who may try to capture, where Kubernetes decides. */
  @Valid
  Lease lease();

  /**
   * Further options of Debezium's PostgreSQL connector, under its own names: {@code
   * caravan.capture.debezium."column.exclude.list"=inventory.customers.email}.
   */
  Map<String, String> debezium();

  /** Topics are created when missing and never altered. */
  interface Topic {

    /** Partitions of each table's topic; a key always goes to the same one. */
    @WithDefault("3")
    @Min(1)
    @Max(10_000)
    int partitions();

    /** Copies of each partition; the brokers' default when absent. */
    Optional<@Min(1) Short> replicationFactor();
  }

  /** The first limit reached closes the batch. */
  interface Batch {

    /** Events in one transaction at most. */
    @WithDefault("8192")
    @Min(1)
    @Max(1_000_000)
    int maxRows();

    /** How long the first event of a batch waits for others at most. */
    @WithDefault("5ms")
    @DurationMin(millis = 1)
    Duration maxDelay();

    /** Memory for events that were decoded or read and not written yet. */
    @WithDefault("64M")
    MemorySize queueSize();
  }

  /** The first snapshot, and one that is taken anew of everything. */
  interface Snapshot {

    /** Connections that read a table's rows at the same time, beside one that looks after them. */
    @WithDefault("2")
    @Min(1)
    @Max(64)
    int readers();
  }

  /** Exponential back-off between attempts; there is no last one. */
  interface Restart {

    /** The first wait; each further one is twice as long. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration initialDelay();

    /** The longest wait. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration maxDelay();
  }

  /** A Kubernetes Lease; without a name whoever gets PostgreSQL's lock captures. */
  interface Lease {

    /** The Lease's name; created when missing. */
    Optional<String> name();

    /** The Lease's namespace; the pod's when absent. */
    Optional<String> namespace();

    /** What this process is called in the Lease, unlike any other; the pod's name when absent. */
    Optional<String> identity();

    /** How long after its last renewal others leave the Lease alone. */
    @WithDefault("15s")
    @DurationMin(seconds = 2)
    Duration duration();

    /** How long after its last renewal its holder still captures; shorter than the duration. */
    @WithDefault("10s")
    @DurationMin(seconds = 1)
    Duration renewDeadline();

    /** How often its holder renews it, and others look. */
    @WithDefault("2s")
    @DurationMin(millis = 100)
    Duration retryPeriod();

    /** Kubernetes' API, {@code https://host:port}; the one of the pod's cluster when absent. */
    Optional<String> apiServer();

    /** The file of the token to log in with; nobody logs in where there is none. */
    @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount/token")
    Path tokenFile();

    /** PEM file of the authority of the API's certificate; those of the JDK where there is none. */
    @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt")
    Path caCertificate();
  }
}
