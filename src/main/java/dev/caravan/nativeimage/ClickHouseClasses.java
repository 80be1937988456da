package dev.caravan.nativeimage;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What ClickHouse's client reads by name: the formats, which know each other by that. */
@RegisterForReflection(classNames = "com.clickhouse.data.ClickHouseFormat")
final class ClickHouseClasses {

  private ClickHouseClasses() {}
}
