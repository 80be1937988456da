/** Whether a table holds the same rows in PostgreSQL and in ClickHouse, value by value. */
package dev.caravan.compare;
