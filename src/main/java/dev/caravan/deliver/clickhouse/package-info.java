/** The {@code clickhouse:} component: lands each batch in its table exactly once. */
package dev.caravan.deliver.clickhouse;
