/** What others run where Caravan runs, and bare readers that tell where the limits are. */
package dev.caravan.bench.peer;
