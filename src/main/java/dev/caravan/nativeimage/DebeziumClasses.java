package dev.caravan.nativeimage;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Debezium's connector, as far as it is used: what its configuration names by class, its meters
 * (JMX), its services and their providers. Their files are named in {@code application.properties}.
 */
@RegisterForReflection(
    classNames = {
      "io.debezium.connector.postgresql.PostgresConnector",
      "io.debezium.connector.postgresql.PostgresConnectorTask",
      "io.debezium.connector.postgresql.PostgresSourceInfoStructMaker",
      "io.debezium.connector.postgresql.metadata.PostgresConnectorMetadataProvider",
      "io.debezium.connector.postgresql.snapshot.lock.NoSnapshotLock",
      "io.debezium.connector.postgresql.snapshot.lock.SharedSnapshotLock",
      "io.debezium.connector.postgresql.snapshot.query.SelectAllSnapshotQuery",
      "io.debezium.connector.base.ChangeEventQueueMetrics",
      "io.debezium.connector.common.DebeziumHeaderProducer",
      "io.debezium.metrics.activity.ActivityMonitoringMXBean",
      "io.debezium.pipeline.metrics.ChangeEventSourceMetricsMXBean",
      "io.debezium.pipeline.metrics.DefaultSnapshotChangeEventSourceMetrics",
      "io.debezium.pipeline.metrics.DefaultStreamingChangeEventSourceMetrics",
      "io.debezium.pipeline.metrics.PipelineMetrics",
      "io.debezium.pipeline.metrics.SnapshotChangeEventSourceMetricsMXBean",
      "io.debezium.pipeline.metrics.StreamingChangeEventSourceMetricsMXBean",
      "io.debezium.pipeline.metrics.traits.CommonEventMetricsMXBean",
      "io.debezium.pipeline.metrics.traits.ConnectionMetricsMXBean",
      "io.debezium.pipeline.metrics.traits.QueueMetricsMXBean",
      "io.debezium.pipeline.metrics.traits.SchemaMetricsMXBean",
      "io.debezium.pipeline.metrics.traits.SnapshotMetricsMXBean",
      "io.debezium.pipeline.metrics.traits.StreamingMetricsMXBean",
      "io.debezium.pipeline.notification.channels.LogNotificationChannel",
      "io.debezium.pipeline.notification.channels.SinkNotificationChannel",
      "io.debezium.pipeline.notification.channels.jmx.JmxNotificationChannel",
      "io.debezium.pipeline.signal.actions.StandardActionProvider",
      "io.debezium.pipeline.signal.channels.FileSignalChannel",
      "io.debezium.pipeline.signal.channels.KafkaSignalChannel",
      "io.debezium.pipeline.signal.channels.SourceSignalChannel",
      "io.debezium.pipeline.signal.channels.jmx.JmxSignalChannel",
      "io.debezium.pipeline.signal.channels.process.InProcessSignalChannel",
      "io.debezium.pipeline.txmetadata.DefaultTransactionMetadataFactory",
      "io.debezium.pipeline.spi.ChangeRecordEmitter",
      "io.debezium.processors.PostProcessorRegistry",
      "io.debezium.schema.DefaultTopicNamingStrategy",
      "io.debezium.schema.SchemaTopicNamingStrategy",
      "io.debezium.snapshot.SnapshotterService",
      "io.debezium.snapshot.lock.NoLockingSupport",
      "io.debezium.snapshot.mode.AlwaysSnapshotter",
      "io.debezium.snapshot.mode.ConfigurationBasedSnapshotter",
      "io.debezium.snapshot.mode.InitialOnlySnapshotter",
      "io.debezium.snapshot.mode.InitialSnapshotter",
      "io.debezium.snapshot.mode.NeverSnapshotter",
      "io.debezium.snapshot.mode.NoDataSnapshotter",
      "io.debezium.snapshot.mode.RecoverySnapshotter",
      "io.debezium.snapshot.mode.SchemaOnlyRecoverySnapshotter",
      "io.debezium.snapshot.mode.SchemaOnlySnapshotter",
      "io.debezium.snapshot.mode.WhenNeededSnapshotter",
    })
final class DebeziumClasses {

  private DebeziumClasses() {}
}
