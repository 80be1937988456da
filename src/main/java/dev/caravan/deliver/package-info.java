/** Kafka to ClickHouse: what a deliver route consists of, its configuration, state and meters. */
package dev.caravan.deliver;
