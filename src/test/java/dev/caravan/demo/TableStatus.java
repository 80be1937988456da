package dev.caravan.demo;

/**
 * A table at one moment.
 *
 * @param name without its schema
 * @param postgresRows rows in PostgreSQL
 * @param clickHouseRows current rows in ClickHouse
 * @param eventsPerSecond events delivered per second since the moment before
 */
record TableStatus(String name, long postgresRows, long clickHouseRows, double eventsPerSecond) {}
