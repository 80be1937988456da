/** How fast the pipeline is, measured beside what others would run instead. */
package dev.caravan.bench;
