/**
 * Single events for the steps of a route: a batch taken apart by {@code split}, and put together.
 */
package dev.caravan.deliver.event;
