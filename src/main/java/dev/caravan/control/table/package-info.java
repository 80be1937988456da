/** How the tables stand, as Kafka, ClickHouse and this process tell. */
package dev.caravan.control.table;
