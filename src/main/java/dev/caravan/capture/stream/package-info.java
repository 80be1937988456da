/** The stream of changes: PostgreSQL's replication protocol, handed to Debezium's task. */
package dev.caravan.capture.stream;
