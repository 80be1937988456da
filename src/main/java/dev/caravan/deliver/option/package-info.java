/** What a route may say about its table: the options of {@code clickhouse:}, read and checked. */
package dev.caravan.deliver.option;
