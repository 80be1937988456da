/** Rows that cannot land: what is wrong with them, how many are too many, and where they go. */
package dev.caravan.deliver.deadletter;
