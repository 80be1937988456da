/**
 * {@code ./check}: whether a routes folder is fit to be deployed, told without any service running.
 */
package dev.caravan.check;
