/**
 * ClickHouse's Kafka engine as the way into a table: what it is made of, where it stands, and what
 * it leaves to Caravan.
 */
package dev.caravan.deliver.engine;
