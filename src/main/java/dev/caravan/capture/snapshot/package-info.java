/** The rows that were there before the slot was, read once each, also across restarts. */
package dev.caravan.capture.snapshot;
