package dev.caravan.capture;

import dev.caravan.capture.incremental.IncrementalSnapshots;
import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.position.CapturePosition;
import dev.caravan.capture.position.SnapshotPosition;
import dev.caravan.capture.position.StartPosition;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.position.TablePosition;
import dev.caravan.capture.snapshot.TableSchemas;
import dev.caravan.capture.source.CaptureLock;
import dev.caravan.capture.source.CaptureScope;
import dev.caravan.capture.source.CapturedTables;
import dev.caravan.capture.source.FoundTables;
import dev.caravan.capture.source.PublicationWatch;
import dev.caravan.capture.source.Publications;
import dev.caravan.capture.source.ReplicationSlot;
import dev.caravan.capture.source.ServerIdentity;
import dev.caravan.capture.stream.ChangeStream;
import dev.caravan.change.TableName;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What the capture that has the lock does: asks Kafka for the position, takes or finishes the
 * snapshot, and follows the stream until it is told to stop or something fails. In this order,
 * because each step relies on the ones before it.
 */
final class CaptureSession {

  private static final Duration SIGNALS_WAIT = Duration.ofSeconds(20);

  private final CaptureParts parts;
  private final CaptureLock lock;
  private final Configuration debezium;
  private final BatchHandler handler;
  private final BooleanSupplier stopping;
  private final Publications publications;
  private final Heartbeats heartbeats;

  /** Makes a batch safe, or throws. */
  interface BatchHandler {
    void hand(CapturedBatch batch) throws Exception;
  }

  CaptureSession(
      CaptureParts parts,
      CaptureLock lock,
      Configuration debezium,
      Publications publications,
      Heartbeats heartbeats,
      BatchHandler handler,
      BooleanSupplier stopping) {
    this.parts = parts;
    this.lock = lock;
    this.debezium = debezium;
    this.publications = publications;
    this.heartbeats = heartbeats;
    this.handler = handler;
    this.stopping = stopping;
  }

  void run() throws Exception {
    CaptureConfig config = parts.config();
    parts.relations().clear();
    try (Connection query = parts.postgres().query();
        ChangeLog log = parts.log()) {
      // Whether the user may replicate is known before anything is created anywhere.
      ServerIdentity server = server();
      // Opening it fences off whoever has it open, so it must be this one's turn still.
      lock.mustHoldAt(query);
      CapturePosition stored = log.open().orElse(null);
      lock.mustHold();
      awaitSignals();
      CaptureScope scope = parts.scope();
      scope.want(parts.signals().current().wanted());
      CapturedTables captured = new CapturedTables(scope, parts.topics());
      FoundTables found = captured.find(query);
      boolean goesOn =
          parts.resnapshot().wish() == null
              && (stored instanceof StreamPosition || stored instanceof SnapshotPosition);
      boolean first = stored == null || stored instanceof StartPosition start && !start.again();
      List<TableName> tables =
          first ? publications.ensure(query, found).all() : known(log, query, found);
      PublicationWatch watch = new PublicationWatch(query, publications, captured, config.slot());
      ReplicationSlot slot = new ReplicationSlot(config.slot());
      StreamPosition position;
      if (stored instanceof StreamPosition streaming && goesOn) {
        mustContinue(log, server, stored);
        slot.mustReach(query, streaming.commitLsn());
        announce(log, tables);
        position = streaming;
      } else {
        position = snapshot(log, query, server, slot, tables, watch, stored);
      }
      if (position != null) {
        parts.state().enter(CaptureState.Phase.STREAMING);
        stream(query, captured, tables, watch, position);
      }
    }
  }

  /** Tables that routes ask for would be taken out of the publication if that were not known. */
  private void awaitSignals() {
    if (!parts.signals().awaitLoaded(SIGNALS_WAIT)) {
      throw new IllegalStateException(
          parts.topics().signals() + " can't be read, where routes and people ask for tables");
    }
  }

  /**
   * The tables that Kafka knows and that were published all the while. Others join once the stream
   * runs, with the rows they have.
   */
  private List<TableName> known(ChangeLog log, Connection query, FoundTables found)
      throws SQLException {
    Set<TableName> lacking = publications.lacking(query, found);
    List<TableName> known =
        new ArrayList<>(
            publications.ensure(query, found.only(table -> !lacking.contains(table))).all());
    known.retainAll(log.latest().keySet());
    return known;
  }

  private void stream(
      Connection query,
      CapturedTables captured,
      List<TableName> tables,
      PublicationWatch watch,
      StreamPosition position)
      throws Exception {
    try (IncrementalSnapshots snapshots =
        new IncrementalSnapshots(parts, debezium, query, captured, publications, handler::hand)) {
      snapshots.begin(tables, position);
      new ChangeStream(
              parts,
              heartbeats.allowed(query, debezium),
              handler::hand,
              stopping,
              lock,
              watch,
              snapshots,
              publications.names())
          .follow(position);
    }
  }

  private ServerIdentity server() throws SQLException {
    try (Connection replication = parts.postgres().replication()) {
      return ServerIdentity.ask(replication);
    }
  }

  /** A capture of an older version noted no server; the slot's place has to do for it. */
  private static void mustContinue(ChangeLog log, ServerIdentity server, CapturePosition stored) {
    if (log.server().isPresent()) {
      server.mustContinue(log.server().get(), stored.highest());
    }
    note(log, server);
  }

  private static void note(ChangeLog log, ServerIdentity server) {
    if (!log.server().equals(Optional.of(server.server()))) {
      log.note(server.server());
    }
  }

  private void announce(ChangeLog log, List<TableName> tables) throws Exception {
    try (TableSchemas schemas = schemas(tables)) {
      log.prepare(schemas, tables);
    }
  }

  private TableSchemas schemas(List<TableName> tables) throws SQLException {
    return TableSchemas.read(
        new PostgresConnectorConfig(debezium), parts.postgres().text(), tables);
  }

  private StreamPosition snapshot(
      ChangeLog log,
      Connection query,
      ServerIdentity server,
      ReplicationSlot slot,
      List<TableName> tables,
      PublicationWatch watch,
      CapturePosition stored)
      throws Exception {
    try (TableSchemas schemas = schemas(tables)) {
      SnapshotStage stage =
          new SnapshotStage(parts, lock, log, query, slot, tables, schemas, sink(watch));
      CapturePosition from = stored;
      if (parts.resnapshot().wish() != null) {
        from = stage.beginAgain(stored);
        parts.resnapshot().begun();
      }
      if (from instanceof StartPosition) {
        endIncrementalSnapshots(log, from);
      }
      if (from instanceof SnapshotPosition) {
        mustContinue(log, server, from);
      } else {
        note(log, server);
      }
      parts.state().enter(CaptureState.Phase.SNAPSHOT);
      return stage.run(from);
    }
  }

  /** The new snapshot reads what they were about to. */
  private void endIncrementalSnapshots(ChangeLog log, CapturePosition position) throws Exception {
    for (TablePosition each : log.tables().values()) {
      handler.hand(new CapturedBatch(List.of(), position, each.ended()));
    }
  }

  private SnapshotStage.Sink sink(PublicationWatch watch) {
    return new SnapshotStage.Sink() {
      @Override
      public void write(CapturedBatch batch) throws Exception {
        handler.hand(batch);
      }

      @Override
      public boolean goesOn() throws SQLException {
        watch.look();
        return !stopping.getAsBoolean();
      }
    };
  }
}
