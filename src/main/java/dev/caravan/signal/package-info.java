/** What is asked of a running pipeline, kept in Kafka so that every process knows it. */
package dev.caravan.signal;
