/** The stream of changes: PostgreSQL's replication protocol, its rows round Debezium's task. */
package dev.caravan.capture.stream;
