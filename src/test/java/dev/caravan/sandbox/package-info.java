/** Real PostgreSQL, Kafka and ClickHouse on this machine, for the tests and the demo. */
package dev.caravan.sandbox;
