#!/bin/bash
# Runs once, when ClickHouse starts with an empty volume: the database, the user Caravan inserts with, and
# one who reads for Grafana.
set -euo pipefail

# A password as SQL has it between quotes.
secret() { sed -e 's/\\/\\\\/g' -e "s/'/\\\\'/g" "/run/secrets/$1"; }

client() {
  clickhouse-client --host 127.0.0.1 --user "$CLICKHOUSE_USER" \
    --password "$(cat "$CLICKHOUSE_PASSWORD_FILE")" --multiquery
}

client </sample/clickhouse-user.sql
client <<SQL
ALTER USER caravan_app IDENTIFIED WITH sha256_password BY '$(secret caravan-clickhouse-password)';

CREATE USER IF NOT EXISTS reader IDENTIFIED WITH sha256_password BY '$(secret reader-password)'
  SETTINGS readonly = 2;
GRANT SELECT ON analytics.* TO reader;
-- Sizes of tables and the largest queries, which the dashboard of the infrastructure shows.
GRANT SELECT ON system.parts TO reader;
GRANT SELECT ON system.query_log TO reader;

-- Routes that have ClickHouse's Kafka engine fill their table (via: kafka-engine).
GRANT DROP TABLE, TRUNCATE, ALTER DELETE ON analytics.* TO caravan_app;
GRANT TABLE ENGINE ON Kafka TO caravan_app;
GRANT TABLE ENGINE ON Join TO caravan_app;
GRANT TABLE ENGINE ON Memory TO caravan_app;
GRANT TABLE ENGINE ON Null TO caravan_app;
GRANT SELECT ON system.kafka_consumers TO caravan_app;
SQL
