package dev.caravan.capture;

import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.position.CapturePosition;
import dev.caravan.capture.position.SnapshotPosition;
import dev.caravan.capture.position.StartPosition;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.snapshot.Snapshot;
import dev.caravan.capture.snapshot.TableSchemas;
import dev.caravan.capture.source.CaptureLock;
import dev.caravan.capture.source.CapturedTables;
import dev.caravan.capture.source.FoundTables;
import dev.caravan.capture.source.PublicationWatch;
import dev.caravan.capture.source.Publications;
import dev.caravan.capture.source.ReplicationSlot;
import dev.caravan.capture.source.SourceCheck;
import dev.caravan.capture.source.TablePatterns;
import dev.caravan.capture.stream.ChangeStream;
import dev.caravan.change.TableName;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One attempt at capturing: takes the lock, asks Kafka for the position, takes or finishes the
 * snapshot, and follows the stream until it is told to stop or something fails. In this order,
 * because each step relies on the ones before it.
 */
final class CaptureSession {

  private static final Logger LOG = Logger.getLogger(CaptureSession.class);

  private final CaptureParts parts;
  private final Configuration debezium;
  private final BatchHandler handler;
  private final BooleanSupplier stopping;
  private final Publications publications;
  private boolean written;

  /** Makes a batch safe, or throws. */
  interface BatchHandler {
    void hand(CapturedBatch batch) throws Exception;
  }

  CaptureSession(
      CaptureParts parts,
      Configuration debezium,
      Publications publications,
      BatchHandler handler,
      BooleanSupplier stopping) {
    this.parts = parts;
    this.debezium = debezium;
    this.publications = publications;
    this.handler = handler;
    this.stopping = stopping;
  }

  /** Whether a batch became safe. */
  boolean hasWritten() {
    return written;
  }

  void run() throws Exception {
    parts.state().enter(CaptureState.Phase.STARTING);
    CaptureConfig config = parts.config();
    parts.relations().clear();
    try (CaptureLock lock = CaptureLock.take(parts.postgres(), config.slot());
        Connection query = parts.postgres().query();
        ChangeLog log = parts.log()) {
      SourceCheck.run(query);
      // Whether the user may replicate is known before anything is created anywhere.
      parts.postgres().replication().close();
      CapturedTables captured =
          new CapturedTables(TablePatterns.of(config.tables()), parts.topics());
      FoundTables found = captured.find(query);
      List<TableName> tables = publications.ensure(query, found).all();
      PublicationWatch watch = new PublicationWatch(query, publications, captured, config.slot());
      Optional<CapturePosition> stored = log.open();
      ReplicationSlot slot = new ReplicationSlot(config);
      StreamPosition position;
      if (stored.isPresent() && stored.get() instanceof StreamPosition streaming) {
        slot.mustReach(query, streaming.commitLsn());
        announce(log, tables);
        position = streaming;
      } else {
        position = snapshot(log, query, slot, tables, watch, stored.orElse(null));
      }
      if (position != null) {
        parts.state().enter(CaptureState.Phase.STREAMING);
        new ChangeStream(parts, debezium, this::write, stopping, lock, watch, publications.names())
            .follow(position);
      }
    }
  }

  private void announce(ChangeLog log, List<TableName> tables) throws Exception {
    try (TableSchemas schemas = schemas(tables)) {
      log.prepare(schemas, tables);
    }
  }

  private TableSchemas schemas(List<TableName> tables) throws SQLException {
    return TableSchemas.read(
        new PostgresConnectorConfig(debezium), parts.postgres().text(), parts.relations(), tables);
  }

  private StreamPosition snapshot(
      ChangeLog log,
      Connection query,
      ReplicationSlot slot,
      List<TableName> tables,
      PublicationWatch watch,
      CapturePosition stored)
      throws Exception {
    parts.state().enter(CaptureState.Phase.SNAPSHOT);
    try (TableSchemas schemas = schemas(tables)) {
      log.prepare(schemas, tables);
      Snapshot snapshot =
          new Snapshot(schemas, parts.topics(), parts.database(), parts.config().batch().maxRows());
      SnapshotPosition from;
      boolean resumed = stored instanceof SnapshotPosition;
      if (resumed) {
        from = (SnapshotPosition) stored;
        slot.mustReach(query, from.lsn());
        LOG.info("Going on with the snapshot where it stopped");
        snapshot.takeAgain();
      } else {
        from = create(query, slot, snapshot, stored != null);
        write(new CapturedBatch(List.of(), from));
      }
      SnapshotPosition end =
          snapshot.read(from, resumed, tables, batch -> writeUnlessStopping(batch, watch));
      if (end == null) {
        return null;
      }
      StreamPosition streaming = end.toStreaming();
      write(new CapturedBatch(List.of(), streaming));
      LOG.infof("Snapshot of %d tables is complete", tables.size());
      return streaming;
    }
  }

  /** Makes the slot, and reads under the snapshot it exports. */
  private SnapshotPosition create(
      Connection query, ReplicationSlot slot, Snapshot snapshot, boolean announced)
      throws Exception {
    if (!announced && slot.find(query).isEmpty()) {
      write(new CapturedBatch(List.of(), new StartPosition()));
    }
    try (Connection replication = parts.postgres().replication()) {
      ReplicationSlot.Created created = slot.create(query, replication, announced);
      String visible = snapshot.importSnapshot(created.snapshot());
      LOG.infof("Created the slot %s, taking a snapshot", parts.config().slot());
      return SnapshotPosition.start(
          created.lsn(), visible, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }
  }

  private boolean writeUnlessStopping(CapturedBatch batch, PublicationWatch watch)
      throws Exception {
    write(batch);
    watch.look();
    return !stopping.getAsBoolean();
  }

  private void write(CapturedBatch batch) throws Exception {
    handler.hand(batch);
    written = true;
    parts.state().wrote();
  }
}
