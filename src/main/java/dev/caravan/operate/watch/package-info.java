/** Looks in the background, every few seconds, at what the probes tell of. */
package dev.caravan.operate.watch;
