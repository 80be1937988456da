/** What the capture writes to Kafka: envelopes, shapes and positions, one transaction a batch. */
package dev.caravan.capture.log;
