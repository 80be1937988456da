/**
 * Runs tests of routes: the real route and the real ClickHouse, with a feeding in Kafka's place.
 */
package dev.caravan.check.run;
