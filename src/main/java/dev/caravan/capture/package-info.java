/** PostgreSQL to Kafka: the batching Debezium consumer and the route that writes its batches. */
package dev.caravan.capture;
