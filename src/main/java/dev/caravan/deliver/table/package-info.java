/** What a source table becomes in ClickHouse: types, DDL text, differences of shape. No I/O. */
package dev.caravan.deliver.table;
