/** Caravan: PostgreSQL to ClickHouse through Kafka. Here is only what all stages share. */
package dev.caravan;
