package dev.caravan.nativeimage;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What ClickHouse's client reaches by name: the formats, which know each other by that, and the
 * service that brings TLS.
 */
@RegisterForReflection(
    classNames = {
      "com.clickhouse.client.config.ClickHouseDefaultSslContextProvider",
      "com.clickhouse.data.ClickHouseFormat",
    })
final class ClickHouseClasses {

  private ClickHouseClasses() {}
}
