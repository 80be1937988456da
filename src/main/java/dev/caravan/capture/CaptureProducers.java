package dev.caravan.capture;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.StartRefusal;
import dev.caravan.capture.election.Elections;
import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.CaptureScope;
import dev.caravan.capture.source.MeterConnections;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.change.Topics;
import dev.caravan.signal.SignalBoard;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;

/** Puts the capture together from its configuration. */
@Singleton
class CaptureProducers {

  @Produces
  @Singleton
  Relations relations() {
    return new Relations();
  }

  @Produces
  @Singleton
  PostgresAccess postgres(PostgresConfig config) {
    return new PostgresAccess(config);
  }

  /** For Camel, {@code jdbc:postgres}. */
  @Produces
  @Singleton
  @Unremovable
  @Named("postgres")
  AgroalDataSource meterConnections(PostgresAccess postgres) throws SQLException {
    return MeterConnections.of(postgres);
  }

  void close(@Disposes @Named("postgres") AgroalDataSource connections) {
    connections.close();
  }

  @Produces
  @Singleton
  ChangeLog changeLog(
      CaravanConfig caravan, KafkaConfig kafka, CaptureConfig capture, Relations relations) {
    return new ChangeLog(kafka, capture, new Topics(caravan.topicPrefix()), relations);
  }

  @Produces
  @Singleton
  @Named(BatchingDebeziumComponent.SCHEME)
  BatchingDebeziumComponent component(
      CaravanConfig caravan,
      CaptureConfig capture,
      PostgresConfig postgres,
      PostgresAccess access,
      ChangeLog log,
      Relations relations,
      CaptureState state,
      Resnapshot resnapshot,
      SignalBoard signals,
      StartRefusal refusal) {
    CaptureParts parts =
        new CaptureParts(
            access,
            postgres.database(),
            capture,
            new CaptureScope(capture.tables()),
            signals,
            new Topics(caravan.topicPrefix()),
            log,
            relations,
            state,
            Elections.of(capture.lease(), System.getenv()),
            resnapshot,
            refusal::refuse,
            postgres.password());
    return new BatchingDebeziumComponent(
        DebeziumOptions.of(caravan.topicPrefix(), capture, postgres), parts);
  }
}
