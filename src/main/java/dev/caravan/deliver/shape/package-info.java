/** Looks up the shapes the capture announced. */
package dev.caravan.deliver.shape;
