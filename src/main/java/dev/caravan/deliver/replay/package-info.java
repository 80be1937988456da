/**
 * Dead letters of a table: how many there are, what they say, and how they go back or are let go.
 */
package dev.caravan.deliver.replay;
