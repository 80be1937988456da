/** What a bench measures, how often, and what is reported of it. */
package dev.caravan.bench.measure;
