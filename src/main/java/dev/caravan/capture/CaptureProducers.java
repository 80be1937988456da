package dev.caravan.capture;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.StartRefusal;
import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.relation.Relations;
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
  Relations relations() {
    return new Relations();
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
      ChangeLog log,
      Relations relations,
      CaptureState state,
      StartRefusal refusal) {
    CaptureParts parts =
        new CaptureParts(
            new PostgresAccess(postgres),
            postgres.database(),
            capture,
            new Topics(caravan.topicPrefix()),
            log,
            relations,
            state,
            refusal::refuse,
            postgres.password());
    return new BatchingDebeziumComponent(
        DebeziumOptions.of(caravan.topicPrefix(), capture, postgres), parts);
  }
}
