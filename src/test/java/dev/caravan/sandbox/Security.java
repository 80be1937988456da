package dev.caravan.sandbox;

import java.util.List;

/**
 * What makes a sandbox a secured one.
 *
 * @param certificates whom the engines are, and whom they trust
 * @param clickHouseGrants what the ClickHouse user {@link #USER} may do: {@code GRANT ... ON ...},
 *     without the user
 */
record Security(Certificates certificates, List<String> clickHouseGrants) {

  /** Who the application logs in as everywhere. */
  static final String USER = "caravan_app";

  static final String POSTGRES_PASSWORD = "pg-S3cret\"'\\-8f1c";
  static final String KAFKA_PASSWORD = "kafka-S3cret-7b2d";
  static final String CLICKHOUSE_PASSWORD = "ch-S3cret&<=-5e9a";
}
