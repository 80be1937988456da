package dev.caravan.capture;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.StartRefusal;
import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.change.Topics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Puts the capture together from its configuration. */
@Singleton
class CaptureProducers {

  @Produces
  @Singleton
  ChangeLog changeLog(CaravanConfig caravan, KafkaConfig kafka, CaptureConfig capture) {
    return new ChangeLog(kafka, capture, new Topics(caravan.topicPrefix()));
  }

  @Produces
  @Singleton
  @Named(BatchingDebeziumComponent.SCHEME)
  BatchingDebeziumComponent component(
      CaravanConfig caravan,
      CaptureConfig capture,
      PostgresConfig postgres,
      ChangeLog log,
      CaptureState state,
      StartRefusal refusal) {
    CaptureParts parts =
        new CaptureParts(
            new PostgresAccess(postgres),
            postgres.database(),
            capture,
            new Topics(caravan.topicPrefix()),
            log,
            state,
            refusal::refuse,
            postgres.password());
    return new BatchingDebeziumComponent(
        DebeziumOptions.of(caravan.topicPrefix(), capture, postgres), parts);
  }
}
